package dev.lamina.benchmarks.protocol;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Seeded random images and labels, as many as the peers in Python have. */
public final class ImageData {
  public static final int SAMPLES = 2560;
  public static final int CLASSES = 10;

  private final int height;
  private final int width;
  private final int channels;
  private final float[] images;
  private final int[] labels;
  private final SplittableRandom random = new SplittableRandom(1);

  /** The data of one of the networks. */
  public ImageData(String network) {
    boolean isGray = network.equals("reference-cnn");
    height = isGray ? 28 : 32;
    width = height;
    channels = isGray ? 1 : 3;
    images = new float[SAMPLES * imageSize()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> random.nextInt(CLASSES));
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  public int channels() {
    return channels;
  }

  /** The numbers in one image. */
  public int imageSize() {
    return height * width * channels;
  }

  /** All images, one after another, NHWC. Not a copy. */
  public float[] images() {
    return images;
  }

  /** All labels. Not a copy. */
  public int[] labels() {
    return labels;
  }

  /** The first images. */
  public float[] images(int count) {
    return Arrays.copyOf(images, count * imageSize());
  }

  /** Draws random samples with replacement. */
  public int[] draw(int count) {
    int[] indices = new int[count];
    Arrays.setAll(indices, i -> random.nextInt(SAMPLES));
    return indices;
  }

  /** Copies these samples' images, one after another, NHWC. */
  public void gather(int[] indices, float[] to) {
    int size = imageSize();
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(images, indices[i] * size, to, i * size, size);
    }
  }

  /** Copies these samples' images with the channels first, NCHW. */
  public void gatherChannelsFirst(int[] indices, float[] to) {
    int pixels = height * width;
    for (int i = 0; i < indices.length; i++) {
      int from = indices[i] * imageSize();
      int start = i * imageSize();
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < pixels; p++) {
          to[start + c * pixels + p] = images[from + p * channels + c];
        }
      }
    }
  }
}
