package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.ArrayHeader;
import dev.lamina.datasets.arrays.NamedArray;
import dev.lamina.datasets.arrays.TextArray;
import dev.lamina.datasets.folders.FileNames;
import dev.lamina.datasets.folders.Listing;
import dev.lamina.datasets.samples.LabelSamples;
import dev.lamina.datasets.samples.Labels;
import dev.lamina.datasets.samples.RawSamples;
import dev.lamina.datasets.samples.SampleShapes;
import dev.lamina.datasets.samples.Samples;
import dev.lamina.ir.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the targets of a data set mean, as its training part tells; the other parts are read alike.
 */
final class LabelScheme {

  private enum Kind {
    /** Whole numbers, one for each sample. */
    NUMBERS,
    /** Names of classes, one for each sample. */
    NAMES,
    /** Rows with a single 1, else 0. */
    ONE_HOT,
    /** Anything else: numbers to predict, several labels for one sample. */
    VALUES
  }

  /** The targets of one part. */
  static final class Targets {
    final Samples samples;

    /** The class of each sample, or null where targets are no classes. */
    final int @Nullable [] classOf;

    Targets(Samples samples, int @Nullable [] classOf) {
      this.samples = samples;
      this.classOf = classOf;
    }
  }

  private final Kind kind;
  private final int firstLabel;
  private final boolean isLabel;
  private final OptionalInt classes;
  private final List<String> names;

  private LabelScheme(
      Kind kind, int firstLabel, boolean isLabel, OptionalInt classes, List<String> names) {
    this.kind = kind;
    this.firstLabel = firstLabel;
    this.isLabel = isLabel;
    this.classes = classes;
    this.names = names;
  }

  /** Number of classes, where targets are class indices; else empty. */
  OptionalInt classes() {
    return isLabel ? classes : OptionalInt.empty();
  }

  /** Names of the classes, where the file has names. */
  List<String> names() {
    return names;
  }

  /** Finds out what the training targets mean. */
  static LabelScheme of(NamedArray y, DataOptions options) throws DataException {
    ArrayHeader header = y.header();
    if (header.type.isText()) {
      if (header.rowSize() != header.dims()[header.rank() - 1] || header.rowSize() == 0) {
        throw y.refused(header + "; expected one name of a class for each sample");
      }
      List<String> names = new ArrayList<>(new TreeSet<>(List.of(TextArray.read(y))));
      names.sort(FileNames.ORDER);
      return new LabelScheme(Kind.NAMES, 0, true, OptionalInt.of(names.size()), names);
    }
    if (header.rowSize() == 0) {
      throw y.refused("targets of size 0 (%s); write the file again".formatted(header));
    }
    requireFinite(y);
    int first = options.firstLabel();
    if (header.rowSize() == 1 && header.rank() <= 2) {
      boolean isLabel = header.type.whole || areClassIndices(y, first, options.classes());
      LabelScheme scheme =
          new LabelScheme(
              isLabel ? Kind.NUMBERS : Kind.VALUES, first, isLabel, options.classes(), List.of());
      return isLabel ? scheme.counted(y) : scheme;
    }
    boolean oneHot = header.rank() == 2 && isOneHot(y);
    OptionalInt columns = OptionalInt.of(header.rowSize());
    return new LabelScheme(
        oneHot ? Kind.ONE_HOT : Kind.VALUES,
        0,
        oneHot && options.oneHotToLabels(),
        columns,
        List.of());
  }

  private LabelScheme counted(NamedArray y) throws DataException {
    int count = classes.isPresent() ? classes.getAsInt() : Labels.countClasses(numbers(y));
    return new LabelScheme(kind, firstLabel, isLabel, OptionalInt.of(count), names);
  }

  /** The targets of a part. */
  Targets read(NamedArray y) throws DataException {
    requireFinite(y);
    int[] classOf =
        switch (kind) {
          case NUMBERS -> numbers(y);
          case NAMES -> named(y);
          case ONE_HOT -> columns(y);
          case VALUES -> null;
        };
    if (isLabel && classOf != null) {
      return new Targets(new LabelSamples(classOf), classOf);
    }
    if (y.header().type.isText() || y.header().rowSize() == 0) {
      throw y.refused(y.header() + "; expected numbers, as in the training part");
    }
    Shape shape = SampleShapes.sample(y.header().dims());
    return new Targets(RawSamples.targets(y.array(), shape), classOf);
  }

  /** What a person should know of the training labels. */
  List<String> notes(NamedArray y, int @Nullable [] classOf, DataOptions options) {
    List<String> notes = new ArrayList<>();
    if (kind == Kind.NUMBERS && !y.header().type.whole) {
      notes.add(
          "%s: %s whole numbers, taken as class indices".formatted(y.name(), y.header().type));
    }
    if (kind != Kind.NUMBERS || classOf == null) {
      return notes;
    }
    BitSet present = new BitSet();
    for (int label : classOf) {
      present.set(label);
    }
    int least = present.nextSetBit(0);
    int count = classes.orElse(0);
    if (least > 0 && options.classes().isEmpty()) {
      int label = least + firstLabel;
      notes.add(
          "%s: the labels begin at %d, so there are classes without samples; give --first-label %d (in Java DataOptions.firstLabel(%d)) to make that class 0"
              .formatted(y.name(), label, label, label));
    } else if (present.cardinality() < count) {
      notes.add(
          "%s: %d of %d classes have no training samples, such as %d"
              .formatted(
                  y.name(),
                  count - present.cardinality(),
                  count,
                  present.nextClearBit(0) + firstLabel));
    }
    return notes;
  }

  /** Floats are labels when all are whole and there are as many samples as classes at least. */
  private static boolean areClassIndices(NamedArray y, int first, OptionalInt classes) {
    int rows = y.header().rows();
    int limit = Math.max(rows, classes.orElse(0));
    for (int i = 0; i < rows; i++) {
      double value = y.array().readDouble(i, 0);
      if (value != Math.rint(value) || value < first || value - first >= limit) {
        return false;
      }
    }
    return rows > 1;
  }

  private static boolean isOneHot(NamedArray y) {
    for (int i = 0; i < y.header().rows(); i++) {
      if (column(y, i) < 0) {
        return false;
      }
    }
    return y.header().rows() > 0;
  }

  /** Where the single 1 of a row is, or -1 when the row is something else. */
  private static int column(NamedArray y, int row) {
    int found = -1;
    for (int j = 0; j < y.header().rowSize(); j++) {
      double value = y.array().readDouble(row, j);
      if (value == 1 && found < 0) {
        found = j;
      } else if (value != 0) {
        return -1;
      }
    }
    return found;
  }

  private int @Nullable [] columns(NamedArray y) throws DataException {
    boolean fits = classes.isPresent() && y.header().rowSize() == classes.getAsInt();
    int[] columns = new int[y.header().rows()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = fits ? column(y, i) : -1;
      if (columns[i] < 0) {
        if (!isLabel) {
          return null;
        }
        throw y.refused(
            "%s: row %d is not one-hot over %d classes, as the training targets are; save both alike"
                .formatted(y.header(), i, classes.orElse(0)));
      }
    }
    return columns;
  }

  private int[] numbers(NamedArray y) throws DataException {
    if (y.header().rowSize() != 1 || y.header().type.isText()) {
      throw y.refused(
          "%s; expected one whole number for each sample, as in the training part"
              .formatted(y.header()));
    }
    int[] labels = new int[y.header().rows()];
    int limit = classes.orElse(Labels.MAX_CLASSES);
    boolean whole = y.header().type.whole;
    for (int i = 0; i < labels.length; i++) {
      if (!whole && y.array().readDouble(i, 0) != Math.rint(y.array().readDouble(i, 0))) {
        throw y.refused(
            "label %s of sample %d is not a whole number, as the training labels are"
                .formatted(y.array().readDouble(i, 0), i));
      }
      long given = whole ? y.array().readLong(i, 0) : (long) y.array().readDouble(i, 0);
      long label = given == Long.MAX_VALUE ? given : given - firstLabel;
      if (label < 0 || label >= limit) {
        throw y.refused(label < 0 ? tooSmall(y, given, i) : tooLarge(label, i));
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private String tooSmall(NamedArray y, long given, int sample) {
    double least = given;
    for (int i = 0; i < y.header().rows(); i++) {
      least = Math.min(least, y.array().readDouble(i, 0));
    }
    return "label %d of sample %d is out of range: labels are class indices from %d; check the labels, or give the smallest with --first-label %d (in Java DataOptions.firstLabel(%d))"
        .formatted(given, sample, firstLabel, (long) least, (long) least);
  }

  private String tooLarge(long label, int sample) {
    String counted = firstLabel == 0 ? "" : " (counted from %d)".formatted(firstLabel);
    return Labels.outOfRange(label, sample, classes) + counted;
  }

  private int[] named(NamedArray y) throws DataException {
    if (!y.header().type.isText()) {
      throw y.refused(y.header() + "; expected names of classes, as in the training part");
    }
    String[] texts = TextArray.read(y);
    int[] labels = new int[texts.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Collections.binarySearch(names, texts[i], FileNames.ORDER);
      if (labels[i] < 0) {
        throw y.refused(
            "label \"%s\" of sample %d is none of the training part's classes %s; correct it"
                .formatted(texts[i], i, Listing.shortened(names)));
      }
    }
    return labels;
  }

  private static void requireFinite(NamedArray y) throws DataException {
    if (y.header().type.whole || y.header().type.isText()) {
      return;
    }
    for (int i = 0; i < y.header().rows(); i++) {
      for (int j = 0; j < y.header().rowSize(); j++) {
        if (!Float.isFinite((float) y.array().readDouble(i, j))) {
          throw y.refused(
              "the target of sample %d is %s, which is not a finite float32 number; correct it, or leave the sample out"
                  .formatted(i, y.array().readDouble(i, j)));
        }
      }
    }
  }
}
