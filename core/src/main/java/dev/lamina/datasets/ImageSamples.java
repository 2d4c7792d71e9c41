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
  private final @Nullable AtomicReferenceArray<byte @Nullable []> cache;
  private final float[] values;

  /** Images of shape height x width x channels. */
  ImageSamples(List<Path> files, Shape shape, boolean cached) {
    this(
        List.copyOf(files),
        shape,
        cached ? new AtomicReferenceArray<>(files.size()) : null,
        SCALED);
  }

  private ImageSamples(
      List<Path> files,
      Shape shape,
      @Nullable AtomicReferenceArray<byte @Nullable []> cache,
      float[] values) {
    this.files = files;
    this.shape = shape;
    this.cache = cache;
    this.values = values;
  }

  @Override
  public Samples unscaled() {
    return new ImageSamples(files, shape, cache, RawSamples.scaledBytes(1));
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
    byte[] pixels = pixels(index);
    for (int i = 0; i < pixels.length; i++) {
      to[offset + i] = values[pixels[i] & 0xff];
    }
  }

  private byte[] pixels(int index) throws IOException {
    byte[] pixels = cache == null ? null : cache.get(index);
    if (pixels == null) {
      pixels = ImageFile.read(files.get(index), shape.dim(0), shape.dim(1), shape.dim(2));
      if (cache != null) {
        cache.set(index, pixels);
      }
    }
    return pixels;
  }
}
