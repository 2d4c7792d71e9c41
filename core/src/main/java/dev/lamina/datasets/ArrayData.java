package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.ArrayHeader;
import dev.lamina.datasets.arrays.NamedArray;
import dev.lamina.datasets.folders.Part;
import dev.lamina.datasets.samples.ArrayInputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a data set of the arrays of its parts, whichever files they come from. */
final class ArrayData {

  /** Inputs and targets of one part. */
  record Pair(NamedArray x, NamedArray y) {}

  /** A part that is read: its samples and what else is known of them. */
  private record Read(Dataset data, ArrayInputs inputs, LabelScheme.Targets targets) {}

  private final String where;
  private final DataOptions options;
  private final LabelScheme scheme;
  private final Pair train;

  private ArrayData(Pair train, String where, DataOptions options) throws DataException {
    requireSameCount(train);
    this.where = where;
    this.options = options;
    this.scheme = LabelScheme.of(train.y(), options);
    this.train = train;
  }

  /**
   * Reads all parts as the training part tells.
   *
   * @param parts at least the training part
   * @param where the file or directory
   * @param missing what would be the test part, when there is none
   */
  static TrainTest of(Map<Part, Pair> parts, String where, String missing, DataOptions options)
      throws IOException {
    Map<Part, Pair> rest = new EnumMap<>(parts);
    Pair train = rest.remove(Part.TRAIN);
    if (train == null) {
      throw new DataException(where + ": there is no training part");
    }
    return new ArrayData(train, where, options).read(rest, missing);
  }

  /** One part alone, with the names of its classes. */
  static Dataset single(Pair pair, DataOptions options, List<String> names, String source)
      throws IOException {
    Dataset data = new ArrayData(pair, source, options).read(pair, source).data();
    return data.withClassNames(names);
  }

  private TrainTest read(Map<Part, Pair> rest, String missing) throws IOException {
    Read trained = read(train, train.x().name());
    List<String> notes = new ArrayList<>();
    trained.inputs().note().ifPresent(notes::add);
    notes.addAll(scheme.notes(train.y(), trained.targets().classOf, options));
    Pair testPair = null;
    for (Part part : List.of(Part.TEST, Part.EVALUATION, Part.VALIDATION)) {
      testPair = testPair == null ? rest.remove(part) : testPair;
    }
    if (testPair == null) {
      return heldOut(trained, missing, notes);
    }
    Read test = readBeside(testPair, trained, notes);
    Dataset validation = null;
    Pair other = rest.remove(Part.VALIDATION);
    other = other == null ? rest.remove(Part.EVALUATION) : other;
    if (other != null) {
      validation = readBeside(other, trained, notes).data();
    }
    String readings = trained.inputs().reading();
    if (!test.inputs().reading().equals(readings)) {
      readings = "training: " + readings + "; test: " + test.inputs().reading();
    }
    String source = "%s (%s)".formatted(where, readings);
    return new TrainTest(
        trained.data(), Optional.ofNullable(validation), test.data(), source, notes);
  }

  private Read read(Pair pair, String source) throws IOException {
    requireSameCount(pair);
    ArrayInputs inputs = ArrayInputs.of(pair.x(), options.arrays());
    LabelScheme.Targets targets = scheme.read(pair.y());
    Dataset data =
        new PairedDataset(
            inputs.samples(), targets.samples, scheme.classes(), scheme.names(), source);
    return new Read(data, inputs, targets);
  }

  private Read readBeside(Pair pair, Read trained, List<String> notes) throws IOException {
    Read part = read(pair, pair.x().name());
    if (!part.data().inputShape().equals(trained.data().inputShape())
        || !part.data().targetShape().equals(trained.data().targetShape())) {
      throw new DataException(
          "%s: %s, but %s; all parts must have the same shape and kind of target"
              .formatted(where, trained.data(), part.data()));
    }
    part.inputs().noteBeside(trained.inputs()).ifPresent(notes::add);
    return part;
  }

  private TrainTest heldOut(Read all, String missing, List<String> notes) throws DataException {
    int count = all.data().size();
    if (count < 2) {
      throw new DataException(
          "%s: there is no %s, and one sample cannot be split into training and test; add a test part or more samples"
              .formatted(where, missing));
    }
    double fraction = options.testFraction();
    int[] classOf = all.targets().classOf;
    boolean[] isHeld =
        classOf == null
            ? HoldOut.share(count, fraction, options.seed(), 0)
            : HoldOut.shareOfEachClass(classOf, fraction, options.seed());
    Dataset train = all.data().subset(indices(isHeld, false));
    Dataset test = all.data().subset(indices(isHeld, true));
    String source =
        "%s (no %s: %d of %d samples are held out for the test, %schosen by seed %d; %s)"
            .formatted(
                where,
                missing,
                test.size(),
                count,
                classOf == null ? "" : "alike of each class, ",
                options.seed(),
                all.inputs().reading());
    return new TrainTest(train, test, source, notes);
  }

  private static int[] indices(boolean[] isHeld, boolean wanted) {
    int count = 0;
    for (boolean held : isHeld) {
      count += held == wanted ? 1 : 0;
    }
    int[] indices = new int[count];
    int at = 0;
    for (int i = 0; i < isHeld.length; i++) {
      if (isHeld[i] == wanted) {
        indices[at++] = i;
      }
    }
    return indices;
  }

  private static void requireSameCount(Pair pair) throws DataException {
    ArrayInputs.shape(pair.x(), false);
    ArrayHeader x = pair.x().header();
    ArrayHeader y = pair.y().header();
    boolean isScalar = y.rank() == (y.type.isText() ? 1 : 0);
    if (isScalar || y.rows() != x.rows()) {
      throw new DataException(
          "%s: %s, but %s: %s; expected one target for each of the %d inputs; check that both"
                  .formatted(pair.x().name(), x, pair.y().name(), y, x.rows())
              + " files belong together");
    }
  }
}
