package dev.lamina.datasets;

import dev.lamina.CheckReturnValue;
import dev.lamina.datasets.samples.ArrayOptions;
import dev.lamina.datasets.samples.Labels;
import dev.lamina.ir.Shape;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a directory becomes a data set. Immutable: each method that sets something returns a copy.
 *
 * <pre>{@code
 * DataOptions options = new DataOptions().imageSize(64, 64).grayscale(true).testFraction(0.1);
 * TrainTest data = Datasets.open("photos", options);
 * }</pre>
 */
@CheckReturnValue
public final class DataOptions {

  private static final CheckProgress NO_PROGRESS = (done, total) -> {};

  private @Nullable Shape imageSize;
  private boolean grayscale;
  private double testFraction = 1.0 / 6;
  private long seed;
  private OptionalInt classes = OptionalInt.empty();
  private Optional<Boolean> cacheImages = Optional.empty();
  private boolean exifOrientation = true;
  private boolean skipBroken;
  private CheckProgress progress = NO_PROGRESS;
  private ArrayOptions arrays = ArrayOptions.DEFAULTS;

  /** The defaults, which each method below states. */
  public DataOptions() {}

  private DataOptions(DataOptions other) {
    imageSize = other.imageSize;
    grayscale = other.grayscale;
    testFraction = other.testFraction;
    seed = other.seed;
    classes = other.classes;
    cacheImages = other.cacheImages;
    exifOrientation = other.exifOrientation;
    skipBroken = other.skipBroken;
    progress = other.progress;
    arrays = other.arrays;
  }

  /**
   * Height and width that image files are resized to; by default those of the first image.
   *
   * @throws IllegalArgumentException when one is below 1 or above 16384
   */
  public DataOptions imageSize(int height, int width) {
    if (height < 1 || width < 1 || height > 16384 || width > 16384) {
      throw new IllegalArgumentException(
          "image size %dx%d; expected 1 to 16384 pixels each".formatted(height, width));
    }
    DataOptions copy = new DataOptions(this);
    copy.imageSize = Shape.of(height, width);
    return copy;
  }

  /** Height and width that image files are resized to; empty for those of the first image. */
  public Optional<Shape> imageSize() {
    return Optional.ofNullable(imageSize);
  }

  /** Whether image files become one gray channel; by default three channels, red green blue. */
  public DataOptions grayscale(boolean grayscale) {
    DataOptions copy = new DataOptions(this);
    copy.grayscale = grayscale;
    return copy;
  }

  /** Whether image files become one gray channel. */
  public boolean grayscale() {
    return grayscale;
  }

  /**
   * Share of the samples that is held out for the test when the directory has no test part; by
   * default 1/6, as in MNIST.
   *
   * @throws IllegalArgumentException when it is not above 0 and below 1
   */
  public DataOptions testFraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "test fraction " + fraction + "; expected above 0 and below 1");
    }
    DataOptions copy = new DataOptions(this);
    copy.testFraction = fraction;
    return copy;
  }

  /** Share of the samples that is held out when the directory has no test part. */
  public double testFraction() {
    return testFraction;
  }

  /** Seed of the choice which samples are held out; by default 0. */
  public DataOptions seed(long seed) {
    DataOptions copy = new DataOptions(this);
    copy.seed = seed;
    return copy;
  }

  /** Seed of the choice which samples are held out. */
  public long seed() {
    return seed;
  }

  /**
   * Number of classes for labels in IDX and NumPy files, which must be below it; by default the
   * largest training label plus one.
   *
   * @throws IllegalArgumentException when it is not from 1 to 2^24
   */
  public DataOptions classes(int classes) {
    if (classes < 1 || classes > Labels.MAX_CLASSES) {
      throw new IllegalArgumentException(classes + " classes; expected 1 to 2^24");
    }
    DataOptions copy = new DataOptions(this);
    copy.classes = OptionalInt.of(classes);
    return copy;
  }

  /** Number of classes for labels in IDX and NumPy files; empty for the largest label plus one. */
  public OptionalInt classes() {
    return classes;
  }

  /**
   * Whether decoded and resized images are kept in memory, one byte a channel; by default when all
   * of them take no more than a quarter of the heap. Otherwise each epoch decodes the files again.
   */
  public DataOptions cacheImages(boolean cache) {
    DataOptions copy = new DataOptions(this);
    copy.cacheImages = Optional.of(cache);
    return copy;
  }

  /** Whether decoded images are kept in memory; empty for the default. */
  public Optional<Boolean> cacheImages() {
    return cacheImages;
  }

  ArrayOptions arrays() {
    return arrays;
  }

  private DataOptions arrays(ArrayOptions changed) {
    DataOptions copy = new DataOptions(this);
    copy.arrays = changed;
    return copy;
  }

  /**
   * What the inputs in IDX and NumPy files are divided by; by default unsigned bytes by 255, and
   * other types are taken as they are. 255 brings pixels of any type from 0..255 to 0..1; 1 leaves
   * bytes as they are.
   *
   * @throws IllegalArgumentException when it is not a finite number above 0
   */
  public DataOptions divideBy(double divisor) {
    if (!(divisor > 0) || Double.isInfinite(divisor)) {
      throw new IllegalArgumentException("divideBy(" + divisor + "); expected a number above 0");
    }
    return arrays(arrays.withDivisor(divisor));
  }

  /** What inputs in IDX and NumPy files are divided by; empty for the default. */
  public OptionalDouble divideBy() {
    return arrays.divisor();
  }

  /**
   * The label of the first class in IDX and NumPy files, which becomes class 0; by default 0. For
   * labels that begin at 1 give 1.
   */
  public DataOptions firstLabel(int label) {
    return arrays(arrays.withFirstLabel(label));
  }

  /** The label of the first class in IDX and NumPy files. */
  public int firstLabel() {
    return arrays.firstLabel();
  }

  /**
   * Whether images in IDX and NumPy files have their channels before height and width, as PyTorch
   * has them, and are turned to height x width x channels. By default they are channels last, and
   * an array that looks otherwise (1, 3 or 4 in the place of the height, more in that of the
   * channels) is refused; {@code false} takes it as it is.
   */
  public DataOptions channelsFirst(boolean first) {
    return arrays(arrays.withChannelsFirst(first));
  }

  /** Whether images in files have their channels first; empty for the default. */
  public Optional<Boolean> channelsFirst() {
    return arrays.channelsFirst();
  }

  /**
   * Whether one-hot targets in NumPy files (rows with a single 1, else 0) become class indices, for
   * losses such as {@code sparse_categorical_crossentropy}; by default they stay rows, for {@code
   * categorical_crossentropy}.
   */
  public DataOptions oneHotToLabels(boolean convert) {
    return arrays(arrays.withOneHotToLabels(convert));
  }

  /** Whether one-hot targets become class indices. */
  public boolean oneHotToLabels() {
    return arrays.oneHotToLabels();
  }

  /**
   * Whether image files are turned upright as their EXIF data say, as photo viewers do; by default
   * they are. Phones and cameras store the picture as the sensor lay, and note how to turn it.
   * Keras does not look at the note: with false, pixels stay where they are stored, as there.
   */
  public DataOptions exifOrientation(boolean turn) {
    DataOptions copy = new DataOptions(this);
    copy.exifOrientation = turn;
    return copy;
  }

  /** Whether image files are turned upright as their EXIF data say. */
  public boolean exifOrientation() {
    return exifOrientation;
  }

  /**
   * Whether image files that cannot be decoded are passed over; by default they are not, and the
   * first one ends the epoch that comes to it. With true all files are decoded once beforehand, on
   * all cores, and the broken ones are left out and listed in {@link TrainTest#notes()}. Which
   * samples are held out does not depend on it.
   */
  public DataOptions skipBroken(boolean skip) {
    DataOptions copy = new DataOptions(this);
    copy.skipBroken = skip;
    return copy;
  }

  /** Whether image files that cannot be decoded are passed over. */
  public boolean skipBroken() {
    return skipBroken;
  }

  /** Who is told how far the check for {@link #skipBroken(boolean)} has come; by default nobody. */
  public DataOptions progress(CheckProgress listener) {
    DataOptions copy = new DataOptions(this);
    copy.progress = listener;
    return copy;
  }

  /** Who is told how far the check of image files has come. */
  public CheckProgress progress() {
    return progress;
  }

  /** For people, such as {@code images at 64x64 in gray, 0.2 held out by seed 42}. */
  @Override
  public String toString() {
    return "images at "
        + (imageSize == null ? "their size" : imageSize.toString())
        + (grayscale ? " in gray" : "")
        + ", "
        + testFraction
        + " held out by seed "
        + seed
        + (classes.isPresent() ? ", " + classes.getAsInt() + " classes" : "");
  }
}
