package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.images.ImageBytes;
import dev.lamina.datasets.images.ImageFile;
import dev.lamina.datasets.samples.RawSamples;
import dev.lamina.datasets.samples.Samples;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Image files, decoded and resized when they are read, and then kept as bytes when asked to. */
final class ImageSamples implements Samples {

  private static final float[] SCALED = RawSamples.scaledBytes(RawSamples.BYTE_SCALE);
  private static final float[] UNSCALED = RawSamples.scaledBytes(1);

  private final List<Path> files;
  private final Shape shape;
  private final boolean turned;
  private final @Nullable AtomicReferenceArray<byte @Nullable []> cache;
  private final float[] values;

  /** Images of shape height x width x channels, turned as their EXIF data say or not. */
  ImageSamples(List<Path> files, Shape shape, boolean turned, boolean cached) {
    this(
        List.copyOf(files),
        shape,
        turned,
        cached ? new AtomicReferenceArray<>(files.size()) : null,
        SCALED);
  }

  private ImageSamples(
      List<Path> files,
      Shape shape,
      boolean turned,
      @Nullable AtomicReferenceArray<byte @Nullable []> cache,
      float[] values) {
    this.files = files;
    this.shape = shape;
    this.turned = turned;
    this.cache = cache;
    this.values = values;
  }

  @Override
  public Samples unscaled() {
    return new ImageSamples(files, shape, turned, cache, UNSCALED);
  }

  @Override
  public int count() {
    return files.size();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(int index, float[] to, int offset) throws IOException {
    scale(pixels(index), values, to, offset);
  }

  /** Pixels from 0 to 1. */
  static float[] scaled(byte[] pixels) {
    float[] result = new float[pixels.length];
    scale(pixels, SCALED, result, 0);
    return result;
  }

  /** Pixels from 0 to 255. */
  static float[] unscaled(byte[] pixels) {
    float[] result = new float[pixels.length];
    scale(pixels, UNSCALED, result, 0);
    return result;
  }

  private static void scale(byte[] pixels, float[] values, float[] to, int offset) {
    for (int i = 0; i < pixels.length; i++) {
      to[offset + i] = values[pixels[i] & 0xff];
    }
  }

  private byte[] pixels(int index) throws IOException {
    byte[] pixels = cache == null ? null : cache.get(index);
    if (pixels == null) {
      pixels = decode(files.get(index));
      if (cache != null) {
        cache.set(index, pixels);
      }
    }
    return pixels;
  }

  private byte[] decode(Path file) throws IOException {
    try {
      return ImageFile.read(ImageBytes.of(file), shape.dim(0), shape.dim(1), shape.dim(2), turned);
    } catch (DataException e) {
      throw BrokenImages.hinted(e);
    }
  }
}
