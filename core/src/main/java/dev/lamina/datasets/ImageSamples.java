package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Image files, decoded and resized when they are read, and then kept as bytes when asked to. */
final class ImageSamples implements Samples {

  private static final float[] SCALED = RawSamples.scaledBytes(RawSamples.BYTE_SCALE);

  private final List<Path> files;
  private final Shape shape;
  private final boolean turned;
  private final @Nullable AtomicReferenceArray<byte @Nullable []> cache;

  /** Images of shape height x width x channels, turned as their EXIF data say or not. */
  ImageSamples(List<Path> files, Shape shape, boolean turned, boolean cached) {
    this.files = List.copyOf(files);
    this.shape = shape;
    this.turned = turned;
    this.cache = cached ? new AtomicReferenceArray<>(files.size()) : null;
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
    scale(pixels(index), to, offset);
  }

  /** Pixels from 0 to 1. */
  static float[] scaled(byte[] pixels) {
    float[] values = new float[pixels.length];
    scale(pixels, values, 0);
    return values;
  }

  private static void scale(byte[] pixels, float[] to, int offset) {
    for (int i = 0; i < pixels.length; i++) {
      to[offset + i] = SCALED[pixels[i] & 0xff];
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
