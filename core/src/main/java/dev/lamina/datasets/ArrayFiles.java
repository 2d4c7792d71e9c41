package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Makes data sets from a file of inputs and a file of targets, whichever the format. */
final class ArrayFiles {

  private ArrayFiles() {}

  /** An array and the file it comes from. */
  record Part(Path file, RawArray array) {

    ArrayHeader header() {
      return array.header;
    }
  }

  /** Pairs inputs and targets; integer targets are labels below {@code classes}. */
  static Dataset pair(Part x, Part y, OptionalInt classes) throws DataException {
    return pair(x, y, classes, List.of(), x.file().toString());
  }

  static Dataset pair(Part x, Part y, OptionalInt classes, List<String> classNames, String source)
      throws DataException {
    Shape shape = inputShape(x);
    if (y.header().rank() == 0 || y.header().rows() != x.header().rows()) {
      throw new DataException(
          "%s: %s, but %s: %s; expected one target for each of the %d inputs; check that both"
                  .formatted(x.file(), x.header(), y.file(), y.header(), x.header().rows())
              + " files belong together");
    }
    RawSamples inputs = RawSamples.inputs(x.array(), shape);
    if (!isLabels(y.header())) {
      if (y.header().rowSize() == 0) {
        throw new DataException(
            "%s: targets of size 0 (%s); write the file again".formatted(y.file(), y.header()));
      }
      Shape target = SampleShapes.sample(y.header().dims());
      RawSamples targets = RawSamples.targets(y.array(), target);
      return new PairedDataset(inputs, targets, OptionalInt.empty(), List.of(), source);
    }
    int[] labels = labels(y, classes);
    int count = classes.orElse(Labels.countClasses(labels));
    return new PairedDataset(
        inputs, new LabelSamples(labels), OptionalInt.of(count), classNames, source);
  }

  /** Training and test part from their files. */
  static TrainTest trainTest(Dataset train, Dataset test, Path directory) throws DataException {
    if (!train.inputShape().equals(test.inputShape())
        || !train.targetShape().equals(test.targetShape())
        || train.classes().isPresent() != test.classes().isPresent()) {
      throw new DataException(
          "%s: %s, but %s; training and test samples must have the same shape and kind of target"
              .formatted(directory, train, test));
    }
    return new TrainTest(train, test, directory.toString());
  }

  /** Holds out the last samples of a directory that has no test part. */
  static TrainTest holdOut(Dataset all, double fraction, Path directory, String missing)
      throws DataException {
    int at = (int) Math.floor(all.size() * (1.0 - fraction));
    if (at == 0 || at == all.size()) {
      throw new DataException(
          "%s: there is no %s, and %d samples are too few to hold out %.3f of them for the test; add"
                  .formatted(directory, missing, all.size(), fraction)
              + " a test part or more samples");
    }
    TrainTest parts = all.split(fraction);
    String source =
        "%s (no %s: the last %d of %d samples are held out for the test)"
            .formatted(directory, missing, all.size() - at, all.size());
    return new TrainTest(parts.train(), parts.test(), source);
  }

  /** Shape of one input, after checking that there are inputs and that they are not empty. */
  static Shape inputShape(Part x) throws DataException {
    int[] dims = x.header().dims();
    if (dims.length < 2) {
      throw new DataException(
          "%s: %s; expected samples x features, images x height x width, or images x height x width"
                  .formatted(x.file(), x.header())
              + " x channels; reshape the array");
    }
    if (dims[0] == 0) {
      throw new DataException(
          "%s: %s: there are no samples; write the file again".formatted(x.file(), x.header()));
    }
    if (x.header().rowSize() == 0) {
      throw new DataException(
          "%s: %s: images of size 0; write the file again, with a height and width of at least 1"
              .formatted(x.file(), x.header()));
    }
    return SampleShapes.image(dims);
  }

  private static boolean isLabels(ArrayHeader y) {
    return y.type.whole && y.rowSize() == 1 && y.rank() <= 2;
  }

  private static int[] labels(Part y, OptionalInt classes) throws DataException {
    int[] labels = new int[y.header().rows()];
    int limit = classes.orElse(Labels.MAX_CLASSES);
    for (int i = 0; i < labels.length; i++) {
      long label = y.array().readLong(i, 0);
      if (label < 0 || label >= limit) {
        throw new DataException(y.file() + ": " + Labels.outOfRange(label, i, classes));
      }
      labels[i] = (int) label;
    }
    return labels;
  }
}
