package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.util.Optional;
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
public final class DataOptions {

  private static final CheckProgress NO_PROGRESS = (done, total) -> {};

  private final @Nullable Shape imageSize;
  private final boolean grayscale;
  private final double testFraction;
  private final long seed;
  private final OptionalInt classes;
  private final Optional<Boolean> cacheImages;
  private final boolean exifOrientation;
  private final boolean skipBroken;
  private final CheckProgress progress;

  /** The defaults, which each method below states. */
  public DataOptions() {
    this(null, false, 1.0 / 6, 0, OptionalInt.empty(), Optional.empty(), true, false, NO_PROGRESS);
  }

  private DataOptions(
      @Nullable Shape imageSize,
      boolean grayscale,
      double testFraction,
      long seed,
      OptionalInt classes,
      Optional<Boolean> cacheImages,
      boolean exifOrientation,
      boolean skipBroken,
      CheckProgress progress) {
    this.imageSize = imageSize;
    this.grayscale = grayscale;
    this.testFraction = testFraction;
    this.seed = seed;
    this.classes = classes;
    this.cacheImages = cacheImages;
    this.exifOrientation = exifOrientation;
    this.skipBroken = skipBroken;
    this.progress = progress;
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
    return new DataOptions(
        Shape.of(height, width),
        grayscale,
        testFraction,
        seed,
        classes,
        cacheImages,
        exifOrientation,
        skipBroken,
        progress);
  }

  /** Height and width that image files are resized to; empty for those of the first image. */
  public Optional<Shape> imageSize() {
    return Optional.ofNullable(imageSize);
  }

  /** Whether image files become one gray channel; by default three channels, red green blue. */
  public DataOptions grayscale(boolean grayscale) {
    return new DataOptions(
        imageSize,
        grayscale,
        testFraction,
        seed,
        classes,
        cacheImages,
        exifOrientation,
        skipBroken,
        progress);
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
    return new DataOptions(
        imageSize,
        grayscale,
        fraction,
        seed,
        classes,
        cacheImages,
        exifOrientation,
        skipBroken,
        progress);
  }

  /** Share of the samples that is held out when the directory has no test part. */
  public double testFraction() {
    return testFraction;
  }

  /** Seed of the choice which image files are held out; by default 0. */
  public DataOptions seed(long seed) {
    return new DataOptions(
        imageSize,
        grayscale,
        testFraction,
        seed,
        classes,
        cacheImages,
        exifOrientation,
        skipBroken,
        progress);
  }

  /** Seed of the choice which image files are held out. */
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
    return new DataOptions(
        imageSize,
        grayscale,
        testFraction,
        seed,
        OptionalInt.of(classes),
        cacheImages,
        exifOrientation,
        skipBroken,
        progress);
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
    return new DataOptions(
        imageSize,
        grayscale,
        testFraction,
        seed,
        classes,
        Optional.of(cache),
        exifOrientation,
        skipBroken,
        progress);
  }

  /** Whether decoded images are kept in memory; empty for the default. */
  public Optional<Boolean> cacheImages() {
    return cacheImages;
  }

  /**
   * Whether image files are turned upright as their EXIF data say, as photo viewers do; by default
   * they are. Phones and cameras store the picture as the sensor lay, and note how to turn it.
   * Keras does not look at the note: with false, pixels stay where they are stored, as there.
   */
  public DataOptions exifOrientation(boolean turn) {
    return new DataOptions(
        imageSize, grayscale, testFraction, seed, classes, cacheImages, turn, skipBroken, progress);
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
    return new DataOptions(
        imageSize,
        grayscale,
        testFraction,
        seed,
        classes,
        cacheImages,
        exifOrientation,
        skip,
        progress);
  }

  /** Whether image files that cannot be decoded are passed over. */
  public boolean skipBroken() {
    return skipBroken;
  }

  /** Who is told how far the check for {@link #skipBroken(boolean)} has come; by default nobody. */
  public DataOptions progress(CheckProgress listener) {
    return new DataOptions(
        imageSize,
        grayscale,
        testFraction,
        seed,
        classes,
        cacheImages,
        exifOrientation,
        skipBroken,
        listener);
  }

  /** Who is told how far the check of image files has come. */
  public CheckProgress progress() {
    return progress;
  }
}
