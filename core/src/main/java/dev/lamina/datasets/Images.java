package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.images.ImageBytes;
import dev.lamina.datasets.images.ImageFile;
import dev.lamina.datasets.images.ImageResizer;
import dev.lamina.datasets.images.ImageRows;
import dev.lamina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads single images as a model's input, the same way as {@link ImageDirectory}.
 *
 * <pre>{@code
 * float[] input = Images.read(Path.of("boot.png"), Shape.of(28, 28, 1));
 * }</pre>
 *
 * <p>The pixels are those of Pillow's {@code Image.open(file).convert("RGB")}, or {@code "L"} for
 * gray, within 2 of 255: colour profiles and gamma are not applied, and alpha is left out. Two
 * kinds differ where Pillow's answer is of no use: 16-bit gray keeps its upper 8 bits (Pillow cuts
 * off at 255), and the inks of a CMYK JPEG without Adobe's marker are not taken for inverted.
 */
public final class Images {

  private Images() {}

  /**
   * Decodes a PNG, JPEG, GIF (its first frame), BMP or, with the module {@code lamina-webp}, WebP
   * file, turns it upright as its EXIF data say, and resizes it.
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
   *
   * @param exifOrientation whether the image is turned upright as its EXIF data say
   */
  public static float[] readUnscaled(Path file, Shape shape, boolean exifOrientation)
      throws IOException {
    checkShape(shape);
    return ImageSamples.unscaled(pixels(ImageBytes.of(file), shape, exifOrientation));
  }

  /**
   * As {@link #read(Path, Shape)}.
   *
   * @param exifOrientation whether the image is turned upright as its EXIF data say
   */
  public static float[] read(Path file, Shape shape, boolean exifOrientation) throws IOException {
    checkShape(shape);
    return decoded(ImageBytes.of(file), shape, exifOrientation);
  }

  /**
   * As {@link #read(Path, Shape)}, of the bytes of an image file.
   *
   * @param content the whole file
   */
  public static float[] read(byte[] content, Shape shape) throws IOException {
    checkShape(shape);
    return decoded(ImageBytes.of(ImageBytes.NAMELESS, content), shape, true);
  }

  /**
   * As {@link #read(Path, Shape)}, of a stream with the content of an image file, such as an upload
   * or a resource.
   *
   * @param in is read to its end and stays open; at most 2^28 bytes
   */
  public static float[] read(InputStream in, Shape shape) throws IOException {
    checkShape(shape);
    return decoded(ImageBytes.of(in), shape, true);
  }

  /**
   * Resizes an image that has been decoded already. Its stored values count, as everywhere in this
   * class: colour profiles are not applied, alpha is left out, of 16 bits the upper 8 are taken.
   *
   * @param image any image
   * @throws IllegalArgumentException when the shape is not that of an image
   */
  public static float[] read(BufferedImage image, Shape shape) {
    checkShape(shape);
    return ImageSamples.scaled(
        ImageResizer.resize(new ImageRows(image, shape.dim(2)), shape.dim(0), shape.dim(1)));
  }

  private static float[] decoded(ImageBytes image, Shape shape, boolean turned) throws IOException {
    return ImageSamples.scaled(pixels(image, shape, turned));
  }

  private static byte[] pixels(ImageBytes image, Shape shape, boolean turned) throws IOException {
    return ImageFile.read(image, shape.dim(0), shape.dim(1), shape.dim(2), turned);
  }

  private static void checkShape(Shape shape) {
    boolean isImage = shape.rank() == 3 && (shape.dim(2) == 1 || shape.dim(2) == 3);
    if (!isImage) {
      throw new IllegalArgumentException(
          "an image cannot become %s; expected height x width x channels with 1 or 3 channels"
              .formatted(shape));
    }
  }
}
