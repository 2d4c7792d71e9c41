package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads single image files as a model's input, the same way as {@link ImageDirectory}.
 *
 * <pre>{@code
 * float[] input = Images.read(Path.of("boot.png"), Shape.of(28, 28, 1));
 * }</pre>
 */
public final class Images {

  private Images() {}

  /**
   * Decodes a PNG, JPEG, GIF (its first frame) or BMP file and resizes it.
   *
   * @param file the image
   * @param shape height x width x channels of the result, with 1 channel (gray) or 3 (red, green,
   *     blue)
   * @return the pixels in row-major order, from 0 to 1
   * @throws IllegalArgumentException when the shape is not that of an image
   * @throws DataException when the file is damaged, of another format, or has more than 2^26 pixels
   * @throws IOException when the file cannot be read
   */
  public static float[] read(Path file, Shape shape) throws IOException {
    return read(file, shape, true);
  }

  /**
   * As {@link #read(Path, Shape)}, with pixels from 0 to 255; for models that scale their inputs
   * themselves.
   */
  public static float[] readUnscaled(Path file, Shape shape) throws IOException {
    return read(file, shape, false);
  }

  private static float[] read(Path file, Shape shape, boolean scaled) throws IOException {
    boolean isImage = shape.rank() == 3 && (shape.dim(2) == 1 || shape.dim(2) == 3);
    if (!isImage) {
      throw new IllegalArgumentException(
          "an image cannot become %s; expected height x width x channels with 1 or 3 channels"
              .formatted(shape));
    }
    float[] values = new float[shape.size()];
    Samples image = new ImageSamples(List.of(file), shape, false);
    (scaled ? image : image.unscaled()).read(0, values, 0);
    return values;
  }
}
