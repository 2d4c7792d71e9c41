package dev.lamina.datasets.images;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes image files with ImageIO, after checking what their headers claim. */
public final class ImageFile {

  /** 8192 x 8192; the decoded image takes at most 4 bytes a pixel (8 with 16 bits a channel). */
  static final long MAX_PIXELS = 1L << 26;

  static final int MAX_SIDE = 65_535;

  /** No format packs more: a PNG of one bit a pixel reaches 8 * 1032. */
  private static final long MAX_PIXELS_PER_BYTE = 10_000;

  private ImageFile() {}

  /**
   * Height and width from the header; the pixels are not decoded.
   *
   * @param turned whether the EXIF orientation counts
   */
  public static Shape size(ImageBytes image, boolean turned) throws IOException {
    ImageFormat format = checkedFormat(image);
    boolean swapped = turned && ExifOrientation.of(format, image.content()).swapsAxes();
    return withReader(
        image,
        format,
        reader -> {
          Optional<GifScreen> screen = gifScreen(image, format);
          int height = screen.isPresent() ? screen.get().height() : reader.getHeight(0);
          int width = screen.isPresent() ? screen.get().width() : reader.getWidth(0);
          return swapped ? Shape.of(width, height) : Shape.of(height, width);
        });
  }

  /**
   * Decodes the first image of a file, turns and resizes it.
   *
   * @param channels 1 for gray, 3 for red green blue
   * @param turned whether the EXIF orientation counts
   * @return height x width x channels, unsigned
   */
  public static byte[] read(ImageBytes image, int height, int width, int channels, boolean turned)
      throws IOException {
    ImageFormat format = checkedFormat(image);
    ExifOrientation orientation =
        turned ? ExifOrientation.of(format, image.content()) : ExifOrientation.UPRIGHT;
    // Resized as it is stored and then turned: that is the same, and needs no second large image.
    int storedHeight = orientation.swapsAxes() ? width : height;
    int storedWidth = orientation.swapsAxes() ? height : width;
    byte[] stored =
        withReader(
            image,
            format,
            reader ->
                ImageResizer.resize(
                    rows(reader, image, format, channels), storedHeight, storedWidth));
    return orientation.apply(stored, height, width, channels);
  }

  private static PixelRows rows(
      ImageReader reader, ImageBytes image, ImageFormat format, int channels) throws IOException {
    if (format == ImageFormat.JPEG) {
      Raster raster = reader.readRaster(0, null);
      JpegHeader header = new JpegHeader(image.content());
      JpegColors colors = header.colors(raster.getNumBands());
      return new JpegRows(raster, colors, header.hasColoursOfHalfHeight(), channels);
    }
    BufferedImage decoded = reader.read(0);
    Optional<GifScreen> screen = gifScreen(image, format);
    return screen.isPresent()
        ? new FramedRows(decoded, screen.get(), channels)
        : new ImageRows(decoded, channels);
  }

  private static Optional<GifScreen> gifScreen(ImageBytes image, ImageFormat format)
      throws DataException {
    if (format != ImageFormat.GIF) {
      return Optional.empty();
    }
    Optional<GifScreen> screen = GifScreen.of(image.content());
    if (screen.isPresent()) {
      checkSize(image.name(), screen.get().width(), screen.get().height());
    }
    return screen;
  }

  private static ImageFormat checkedFormat(ImageBytes image) throws DataException {
    byte[] content = image.content();
    ImageFormat format = ImageFormat.of(content).orElse(null);
    if (format == null) {
      throw unknownFormat(image.name(), content);
    }
    if (!format.isReadable()) {
      throw new DataException(
          image.name()
              + ": a WebP image, which needs the module lamina-webp; add it to the class path, or"
              + " convert the image to PNG or JPEG");
    }
    if (format == ImageFormat.WEBP && WebpChunks.isCutOff(content)) {
      throw damaged(image.name(), format, "it is cut off", null);
    }
    if (format == ImageFormat.WEBP && WebpChunks.isAnimated(content)) {
      throw new DataException(
          image.name() + ": an animated WebP image; convert the frame that matters to PNG");
    }
    if (isWrapped(format, content)) {
      throw damaged(image.name(), format, "it wraps an image of another format", null);
    }
    if (claimsNoPixels(format, content)) {
      throw sizeZero(image.name());
    }
    return format;
  }

  private interface Action<T> {
    T run(ImageReader reader) throws IOException;
  }

  private static <T> T withReader(ImageBytes image, ImageFormat format, Action<T> action)
      throws IOException {
    byte[] content =
        switch (format) {
          case JPEG -> new JpegHeader(image.content()).withoutMetadata();
          case WEBP -> WebpChunks.withoutProfile(image.content());
          case PNG, GIF, BMP -> image.content();
        };
    ImageReader reader = reader(format, image.name());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      // Forward only and without metadata: less memory, and no compressed text to fall for.
      reader.setInput(in, true, true);
      Warnings warnings = new Warnings();
      reader.addIIOReadWarningListener(warnings);
      checkSize(image, reader.getWidth(0), reader.getHeight(0));
      T result = action.run(reader);
      if (warnings.cutOff != null) {
        throw damaged(image.name(), format, warnings.cutOff, null);
      }
      return result;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO's decoders answer some damaged files with unchecked exceptions.
      throw damaged(
          image.name(), format, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** The JDK's own reader where it has one, so that plug-ins do not change the pixels. */
  private static ImageReader reader(ImageFormat format, String name) throws DataException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    ImageReader any = null;
    while (readers.hasNext()) {
      any = readers.next();
      if (any.getClass().getName().startsWith("com.sun.imageio.")) {
        return any;
      }
    }
    if (any == null) {
      throw new DataException(
          "%s: this Java has no ImageIO reader for %s; use a Java with the complete java.desktop"
              .formatted(name, format));
    }
    return any;
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
      case JPEG, GIF, WEBP -> false;
    };
  }

  private static DataException sizeZero(String name) {
    return new DataException(
        name + ": an image of size 0; delete it, or replace it with a complete one");
  }

  private static void checkSize(ImageBytes image, int width, int height) throws DataException {
    checkSize(image.name(), width, height);
    int bytes = image.content().length;
    if ((long) width * height > bytes * MAX_PIXELS_PER_BYTE) {
      throw new DataException(
          "%s: the header claims %dx%d pixels, which %d bytes cannot hold; replace the file with a"
                  .formatted(image.name(), width, height, bytes)
              + " complete one");
    }
  }

  private static void checkSize(String name, int width, int height) throws DataException {
    if (width <= 0 || height <= 0) {
      throw sizeZero(name);
    }
    if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new DataException(
          "%s: the header claims %dx%d pixels; at most 2^26 (8192x8192) and 65535 a side are read;"
                  .formatted(name, width, height)
              + " shrink the image");
    }
  }

  private static DataException unknownFormat(String name, byte[] content) {
    String start = HexFormat.ofDelimiter(" ").formatHex(content, 0, Math.min(4, content.length));
    return new DataException(
        "%s: not a PNG, JPEG, GIF or BMP image (it starts with %s); convert it to PNG or JPEG"
            .formatted(name, start));
  }

  private static DataException damaged(
      String name, ImageFormat format, String reason, @Nullable Throwable cause) {
    return new DataException(
        "%s: cannot be decoded as %s (%s); the file is damaged or of an unusual kind: delete it, or"
                .formatted(name, format, reason)
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
