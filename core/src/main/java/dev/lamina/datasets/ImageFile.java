package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes image files with ImageIO, after checking what their headers claim. */
final class ImageFile {

  /** 8192 x 8192; the decoded image takes at most 4 bytes a pixel (8 with 16 bits a channel). */
  static final long MAX_PIXELS = 1L << 26;

  static final int MAX_SIDE = 65_535;

  private static final long MAX_BYTES = 1L << 28;

  /** No format packs more: a PNG of one bit a pixel reaches 8 * 1032. */
  private static final long MAX_PIXELS_PER_BYTE = 10_000;

  private ImageFile() {}

  /** Height and width from the file's header; the pixels are not decoded. */
  static Shape size(Path file) throws IOException {
    return withReader(file, reader -> Shape.of(reader.getHeight(0), reader.getWidth(0)));
  }

  /**
   * Decodes the first image of a file and resizes it.
   *
   * @param channels 1 for gray, 3 for red green blue
   * @return height x width x channels, unsigned
   */
  static byte[] read(Path file, int height, int width, int channels) throws IOException {
    BufferedImage image = withReader(file, reader -> reader.read(0));
    PixelRows rows = new PixelRows(image, channels);
    return ImageResizer.resize(rows, image.getHeight(), image.getWidth(), channels, height, width);
  }

  private interface Action<T> {
    T run(ImageReader reader) throws IOException;
  }

  private static <T> T withReader(Path file, Action<T> action) throws IOException {
    byte[] content = content(file);
    ImageFormat format = ImageFormat.of(content).orElse(null);
    if (format == null) {
      throw unknownFormat(file, content);
    }
    if (isWrapped(format, content)) {
      throw damaged(file, format, "it wraps an image of another format", null);
    }
    if (claimsNoPixels(format, content)) {
      throw sizeZero(file);
    }
    ImageReader reader = reader(format, file);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      // Forward only and without metadata: less memory, and no compressed text to fall for.
      reader.setInput(in, true, true);
      Warnings warnings = new Warnings();
      reader.addIIOReadWarningListener(warnings);
      checkSize(file, content.length, reader.getWidth(0), reader.getHeight(0));
      T result = action.run(reader);
      if (warnings.cutOff != null) {
        throw damaged(file, format, warnings.cutOff, null);
      }
      return result;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO's decoders answer some damaged files with unchecked exceptions.
      throw damaged(file, format, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] content(Path file) throws IOException {
    try {
      long length = Files.size(file);
      if (length > MAX_BYTES) {
        throw new DataException(
            "%s: the image file has %d bytes; at most 2^28 are read; shrink the image"
                .formatted(file, length));
      }
      byte[] content = Files.readAllBytes(file);
      if (content.length == 0) {
        throw new DataException(
            file + ": the image file is empty; delete it, or replace it with a complete one");
      }
      return content;
    } catch (IOException e) {
      throw FileErrors.explained(file, e);
    }
  }

  private static ImageReader reader(ImageFormat format, Path file) throws DataException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    if (!readers.hasNext()) {
      throw new DataException(
          "%s: this Java has no ImageIO reader for %s; use a Java with the complete java.desktop"
              .formatted(file, format));
    }
    return readers.next();
  }

  /** A bitmap file may wrap a PNG or JPEG, whose size its header need not tell the truth about. */
  private static boolean isWrapped(ImageFormat format, byte[] content) {
    int compression = format == ImageFormat.BMP && content.length > 30 ? content[30] : 0;
    return compression == 4 || compression == 5;
  }

  /** For the formats in which ImageIO answers a size of 0 with a message that does not say so. */
  private static boolean claimsNoPixels(ImageFormat format, byte[] content) {
    ByteBuffer header = ByteBuffer.wrap(content);
    if (content.length < 26) {
      return false;
    }
    return switch (format) {
      case PNG -> header.getInt(16) == 0 || header.getInt(20) == 0;
      case BMP -> header.getInt(18) == 0 || header.getInt(22) == 0;
      case JPEG, GIF -> false;
    };
  }

  private static DataException sizeZero(Path file) {
    return new DataException(
        file + ": an image of size 0; delete it, or replace it with a complete one");
  }

  private static void checkSize(Path file, int bytes, int width, int height) throws DataException {
    if (width <= 0 || height <= 0) {
      throw sizeZero(file);
    }
    if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new DataException(
          "%s: the header claims %dx%d pixels; at most 2^26 (8192x8192) and 65535 a side are read;"
                  .formatted(file, width, height)
              + " shrink the image");
    }
    if ((long) width * height > bytes * MAX_PIXELS_PER_BYTE) {
      throw new DataException(
          "%s: the header claims %dx%d pixels, which %d bytes cannot hold; replace the file with a"
                  .formatted(file, width, height, bytes)
              + " complete one");
    }
  }

  private static DataException unknownFormat(Path file, byte[] content) {
    String start = HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(content, 4));
    return new DataException(
        "%s: not a PNG, JPEG, GIF or BMP image (it starts with %s); convert it to PNG or JPEG"
            .formatted(file, start));
  }

  private static DataException damaged(
      Path file, ImageFormat format, String reason, @Nullable Throwable cause) {
    return new DataException(
        "%s: cannot be decoded as %s (%s); the file is damaged or of an unusual kind: delete it, or"
                .formatted(file, format, reason)
            + " convert it to PNG",
        cause);
  }

  /** The JPEG decoder fills what is missing with gray and only warns. */
  private static final class Warnings implements IIOReadWarningListener {

    private @Nullable String cutOff;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (warning.contains("Truncated") || warning.contains("premature end")) {
        cutOff = warning;
      }
    }
  }
}
