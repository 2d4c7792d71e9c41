package dev.lamina.datasets;

import dev.lamina.Tensor;
import dev.lamina.datasets.samples.FloatSamples;
import dev.lamina.datasets.samples.LabelSamples;
import dev.lamina.datasets.samples.Labels;
import dev.lamina.datasets.samples.RawSamples;
import dev.lamina.datasets.samples.Samples;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A list of samples to learn from: each has an input and a target, read by index.
 *
 * <p>From arrays:
 *
 * <pre>{@code
 * float[] images = new float[100 * 28 * 28]; // sample after sample, each row by row
 * int[] labels = new int[100]; // class indices from 0
 * Dataset data = Dataset.of(images, Shape.of(28, 28, 1), labels);
 * TrainTest parts = data.shuffled(42).split(0.2); // the last fifth for validation
 * }</pre>
 *
 * <p>From anywhere else, by extending this class:
 *
 * <pre>{@code
 * final class Squares extends Dataset {
 *   public int size() { return 1000; }
 *   public Shape inputShape() { return Shape.of(1); }
 *   public Shape targetShape() { return Shape.of(); }
 *   public void readInput(int index, float[] to, int offset) { to[offset] = index; }
 *   public void readTarget(int index, float[] to, int offset) { to[offset] = index * index; }
 * }
 * }</pre>
 *
 * <p>Training reads samples from a background thread (see {@link BatchReader}), and may read one
 * data set from several threads at once; the data sets of this package allow both. The methods that
 * return another data set ({@link #take}, {@link #split}, ...) return views: nothing is copied or
 * read.
 */
public abstract class Dataset {

  /** For subclasses. */
  protected Dataset() {}

  /** Number of samples. */
  public abstract int size();

  /** Shape of one input, without the batch axis; images are height x width x channels. */
  public abstract Shape inputShape();

  /** Shape of one target: {@code Shape.of()} for a class index or a single number. */
  public abstract Shape targetShape();

  /**
   * Number of classes when the target is a class index from 0 to {@code classes}-1; empty (the
   * default) for other targets.
   */
  public OptionalInt classes() {
    return OptionalInt.empty();
  }

  /** Names of the classes by index; empty (the default) when they are not known. */
  public List<String> classNames() {
    return List.of();
  }

  /** Where the samples come from, for people and error messages; by default the class's name. */
  public String source() {
    return getClass().getSimpleName();
  }

  /**
   * Writes the input of a sample, {@code inputShape().size()} floats in row-major order.
   *
   * @param index from 0 to {@code size()}-1
   * @param to where to write
   * @param offset where in {@code to} the input begins
   * @throws IOException when the sample's file cannot be read
   */
  public abstract void readInput(int index, float[] to, int offset) throws IOException;

  /**
   * Writes the target of a sample, {@code targetShape().size()} floats; a class index is written as
   * a float, which is exact up to 2^24.
   *
   * @param index from 0 to {@code size()}-1
   * @param to where to write
   * @param offset where in {@code to} the target begins
   * @throws IOException when the sample's file cannot be read
   */
  public abstract void readTarget(int index, float[] to, int offset) throws IOException;

  /** The shapes of a sample's inputs, for models that have several; by default one. */
  public List<Shape> inputShapes() {
    return List.of(inputShape());
  }

  /** The shapes of a sample's targets, for models that have several outputs; by default one. */
  public List<Shape> targetShapes() {
    return List.of(targetShape());
  }

  /**
   * The names of the inputs, by which they are given to the model's; empty (the default) where they
   * are given in order.
   */
  public List<String> inputNames() {
    return List.of();
  }

  /** The names of the targets, by which they are compared with the model's outputs; as above. */
  public List<String> targetNames() {
    return List.of();
  }

  /**
   * As {@link #readInput(int, float[], int)}, for data sets with several inputs.
   *
   * @param input which one, from 0
   */
  public void readInput(int input, int index, float[] to, int offset) throws IOException {
    readInput(index, to, offset);
  }

  /**
   * As {@link #readTarget(int, float[], int)}, for data sets with several targets.
   *
   * @param target which one, from 0
   */
  public void readTarget(int target, int index, float[] to, int offset) throws IOException {
    readTarget(index, to, offset);
  }

  /** Whether samples have weights of their own; false by default, and then each weighs 1. */
  public boolean isWeighted() {
    return false;
  }

  /**
   * How much a sample counts in the loss and in weighted metrics; 1 by default.
   *
   * @param index from 0 to {@code size()}-1
   * @return a number &gt;= 0
   * @throws IOException when the weight cannot be read
   */
  public float readWeight(int index) throws IOException {
    return 1;
  }

  /**
   * Inputs with class indices as targets. The number of classes is the largest label plus one.
   *
   * @param inputs all inputs, one after the other; used as they are and not copied
   * @param sample shape of one input
   * @param labels class index of each sample, from 0
   * @throws IllegalArgumentException when the lengths do not fit or a label is out of range
   */
  public static Dataset of(float[] inputs, Shape sample, int[] labels) {
    return labelled(new FloatSamples(inputs, sample), labels);
  }

  /**
   * Inputs with targets of any shape, for example one-hot rows or numbers to predict.
   *
   * @param inputs all inputs, one after the other; used as they are and not copied
   * @param sample shape of one input
   * @param targets all targets, one after the other; used as they are and not copied
   * @param target shape of one target; {@code Shape.of()} for one number per sample
   * @throws IllegalArgumentException when the lengths do not fit
   */
  public static Dataset of(float[] inputs, Shape sample, float[] targets, Shape target) {
    FloatSamples x = new FloatSamples(inputs, sample);
    FloatSamples y = new FloatSamples(targets, target);
    checkSameCount(x.count(), y.count(), "targets");
    return new PairedDataset(x, y, OptionalInt.empty(), List.of(), "arrays in memory");
  }

  /**
   * Several inputs and targets, in the order of the model's inputs and outputs.
   *
   * <pre>{@code
   * Dataset data = Dataset.of(List.of(images, numbers), List.of(kinds, sizes));
   * }</pre>
   *
   * @param inputs batches of all samples; used as they are and not copied
   * @param targets batches of all samples; a batch of rank 1 holds a number or a class index for
   *     each sample
   * @throws IllegalArgumentException when the numbers of samples differ
   */
  public static Dataset of(List<Tensor> inputs, List<Tensor> targets) {
    return new TensorDataset(inputs, List.of(), targets, List.of());
  }

  /**
   * Several inputs and targets, by the names of the model's inputs and outputs.
   *
   * <pre>{@code
   * Dataset data = Dataset.of(Map.of("image", images), Map.of("kind", kinds, "size", sizes));
   * }</pre>
   *
   * @param inputs batches of all samples; used as they are and not copied
   * @param targets batches of all samples, as in {@link #of(List, List)}
   * @throws IllegalArgumentException when the numbers of samples differ
   */
  public static Dataset of(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
    Map<String, Tensor> in = new TreeMap<>(inputs);
    Map<String, Tensor> out = new TreeMap<>(targets);
    return new TensorDataset(
        List.copyOf(in.values()),
        List.copyOf(in.keySet()),
        List.copyOf(out.values()),
        List.copyOf(out.keySet()));
  }

  /**
   * Unsigned bytes from 0 to 255 with class indices as targets. The bytes stay bytes in memory;
   * each is divided by 255 when it is read, so inputs are from 0 to 1.
   *
   * @param inputs all inputs, one after the other; used as they are and not copied
   * @param sample shape of one input
   * @param labels class index of each sample, from 0
   * @throws IllegalArgumentException when the lengths do not fit or a label is out of range
   */
  public static Dataset of(byte[] inputs, Shape sample, int[] labels) {
    return of(inputs, sample, 1.0 / 255, labels);
  }

  /**
   * Unsigned bytes from 0 to 255 with class indices as targets, with a scale of your own.
   *
   * @param inputs all inputs, one after the other; used as they are and not copied
   * @param sample shape of one input
   * @param scale what each byte is multiplied with when it is read
   * @param labels class index of each sample, from 0
   * @throws IllegalArgumentException when the lengths do not fit or a label is out of range
   */
  public static Dataset of(byte[] inputs, Shape sample, double scale, int[] labels) {
    return labelled(RawSamples.ofBytes(inputs, sample, scale), labels);
  }

  private static Dataset labelled(Samples inputs, int[] labels) {
    checkSameCount(inputs.count(), labels.length, "labels");
    String problem = Labels.problem(labels, OptionalInt.empty());
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    OptionalInt classes = OptionalInt.of(Labels.countClasses(labels));
    return new PairedDataset(
        inputs, new LabelSamples(labels), classes, List.of(), "arrays in memory");
  }

  private static void checkSameCount(int inputs, int targets, String name) {
    if (inputs != targets) {
      throw new IllegalArgumentException(
          "%d inputs but %d %s; expected one for each input".formatted(inputs, targets, name));
    }
  }

  /**
   * The same samples with names for the classes, in the order of their indices; sets the number of
   * classes too.
   *
   * @throws IllegalArgumentException when there are fewer names than classes
   */
  public final Dataset withClassNames(List<String> names) {
    return new NamedDataset(this, names);
  }

  /**
   * The same samples with weights, in place of those that they may have. As in Keras, the loss is
   * the sum of weights times losses divided by the number of samples, in training and evaluation.
   *
   * <pre>{@code
   * Dataset data = Dataset.of(images, Shape.of(28, 28, 1), labels).withSampleWeights(weights);
   * }</pre>
   *
   * @param weights numbers &gt;= 0, one for each sample
   * @throws IllegalArgumentException when there are more or fewer, or one is not such a number
   */
  public final Dataset withSampleWeights(float... weights) {
    return new WeightedDataset(this, weights);
  }

  /**
   * The same samples, with pixels from 0 to 255 where this data set divides the bytes of its file
   * by 255. Other inputs, and those of data sets of your own, stay as they are. For models that
   * scale their inputs themselves, such as by a first layer {@code Rescaling(1.0 / 255)}.
   */
  public Dataset unscaled() {
    return this;
  }

  /**
   * The first {@code count} samples, or all when there are fewer.
   *
   * @throws IllegalArgumentException when {@code count} is negative
   */
  public final Dataset take(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("take(" + count + "): expected 0 or more samples");
    }
    return range(0, Math.min(count, size()), "first " + count + " of " + source());
  }

  /**
   * The samples with the given indices, in that order; an index may come more than once.
   *
   * @throws IndexOutOfBoundsException when an index is not from 0 to {@code size()}-1
   */
  public final Dataset subset(int... indices) {
    return new SubsetDataset(this, indices.clone(), indices.length + " samples of " + source());
  }

  /**
   * Splits off the last samples, as Keras's {@code validation_split} does: {@code train()} of the
   * result holds the first {@code floor(size * (1 - fraction))} samples, {@code test()} the others.
   * Nothing is shuffled; call {@link #shuffled} first when the samples are sorted by class.
   *
   * @param fraction share of the samples to split off, above 0 and below 1
   * @throws IllegalArgumentException when the fraction is out of range, or a part would be empty
   */
  public final TrainTest split(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "split(" + fraction + "): expected a fraction above 0 and below 1");
    }
    int size = size();
    int at = (int) Math.floor(size * (1.0 - fraction));
    if (at == 0 || at == size) {
      throw new IllegalArgumentException(
          "split(%s) of %d samples leaves %d and %d; both parts need at least one sample"
              .formatted(fraction, size, at, size - at));
    }
    return new TrainTest(
        range(0, at, "first " + at + " of " + source()),
        range(at, size, "last " + (size - at) + " of " + source()),
        "%s, the last %d of %d samples held out".formatted(source(), size - at, size));
  }

  /** All samples in an order that follows from the seed alone. */
  public final Dataset shuffled(long seed) {
    return new SubsetDataset(this, BatchReader.permutation(size(), seed, 0), source());
  }

  private Dataset range(int from, int to, String source) {
    int[] indices = new int[to - from];
    Arrays.setAll(indices, i -> from + i);
    return new SubsetDataset(this, indices, source);
  }

  /** For people, such as {@code 60000 samples of 28x28x1, 10 classes, from x_train.npy}. */
  @Override
  public String toString() {
    String classes = classes().isPresent() ? classes().getAsInt() + " classes, " : "";
    return "%d samples of %s, %sfrom %s".formatted(size(), inputShape(), classes, source());
  }
}
