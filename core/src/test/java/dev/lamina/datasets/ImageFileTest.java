package dev.lamina.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

  @TempDir Path directory;

  /** Red rises to the right, green downwards; blue is fixed. */
  private static BufferedImage gradient(int type, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = 255 * x / Math.max(1, width - 1);
        int green = 255 * y / Math.max(1, height - 1);
        image.setRGB(x, y, 0xff000000 | red << 16 | green << 8 | 64);
      }
    }
    return image;
  }

  private Path save(BufferedImage image, String format) throws IOException {
    Path file = directory.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private Path save(byte[] content) throws IOException {
    return Files.write(directory.resolve("image.png"), content);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static void assertBytes(float[] actual, int... expected) {
    int[] bytes = new int[actual.length];
    for (int i = 0; i < actual.length; i++) {
      bytes[i] = Math.round(actual[i] * 255);
      assertThat(actual[i]).isEqualTo(bytes[i] / 255f);
    }
    assertThat(bytes).isEqualTo(expected);
  }

  private void assertDamaged(byte[] content, String reason) throws IOException {
    Path file = save(content);
    assertThatThrownBy(() -> Images.read(file, Shape.of(2, 2, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": " + reason);
  }

  @ParameterizedTest
  @CsvSource({"png, 1", "png, 2", "png, 5", "png, 6", "bmp, 1", "bmp, 5"})
  void losslessFormatsGiveTheirPixels(String format, int type) throws IOException {
    Path file = save(gradient(type, 2, 2), format);
    assertBytes(
        Images.read(file, Shape.of(2, 2, 3)), 0, 0, 64, 255, 0, 64, 0, 255, 64, 255, 255, 64);
    // BT.601: 0.299 red + 0.587 green + 0.114 blue
    assertBytes(Images.read(file, Shape.of(2, 2, 1)), 7, 84, 157, 233);
  }

  @Test
  void gifGivesItsPixels() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, i % 16 < 8 ? 0xc86432 : 0x0a1420);
    }
    float[] pixels = Images.read(save(image, "gif"), Shape.of(16, 16, 3));
    assertBytes(Arrays.copyOfRange(pixels, 7 * 3, 9 * 3), 200, 100, 50, 10, 20, 32);
  }

  @Test
  void jpegIsClose() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0xc86432);
    }
    float[] pixels = Images.read(save(image, "jpg"), Shape.of(1, 1, 3));
    assertThat(pixels[0] * 255).isBetween(198f, 202f);
    assertThat(pixels[1] * 255).isBetween(98f, 102f);
    assertThat(pixels[2] * 255).isBetween(48f, 52f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void grayKeepsItsStoredValues(String format) throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 50, 128, 255});
    Path file = save(image, format);
    assertBytes(Images.read(file, Shape.of(1, 4, 1)), 0, 50, 128, 255);
    assertBytes(
        Images.read(file, Shape.of(1, 4, 3)), 0, 0, 0, 50, 50, 50, 128, 128, 128, 255, 255, 255);
  }

  @Test
  void grayJpegKeepsItsStoredValues() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    int[] fifty = new int[64];
    Arrays.fill(fifty, 50);
    image.getRaster().setSamples(0, 0, 8, 8, 0, fifty);
    assertThat(Images.read(save(image, "jpg"), Shape.of(1, 1, 1))[0] * 255).isBetween(49f, 51f);
  }

  @Test
  void sixteenBitsOneBitAndGrayWithAlpha() throws IOException {
    BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 50 * 257, 65535});
    assertBytes(Images.read(save(deep, "png"), Shape.of(1, 3, 1)), 0, 50, 255);

    BufferedImage binary = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    binary.setRGB(1, 0, 0xffffffff);
    assertBytes(Images.read(save(binary, "png"), Shape.of(1, 2, 1)), 0, 255);

    ColorModel grayAlpha =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            ColorModel.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = grayAlpha.createCompatibleWritableRaster(2, 1);
    raster.setSamples(0, 0, 2, 1, 0, new int[] {50, 200});
    raster.setSamples(0, 0, 2, 1, 1, new int[] {0, 255});
    BufferedImage image = new BufferedImage(grayAlpha, raster, false, null);
    assertBytes(Images.read(save(image, "png"), Shape.of(1, 2, 1)), 50, 200);
  }

  @Test
  void sixteenBitColour() throws IOException {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            ColorModel.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {10 * 257, 100 * 257, 200 * 257});
    BufferedImage image = new BufferedImage(model, raster, false, null);
    assertBytes(Images.read(save(image, "png"), Shape.of(1, 1, 3)), 10, 100, 200);
  }

  @Test
  void transparentPixelsKeepTheirColour() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00c86432);
    assertBytes(Images.read(save(image, "png"), Shape.of(1, 1, 3)), 200, 100, 50);
  }

  @Test
  void theFormatIsToldByContent() throws IOException {
    Path file = save(encoded(gradient(BufferedImage.TYPE_INT_RGB, 2, 2), "bmp"));
    assertThat(Images.read(file, Shape.of(2, 2, 3))[3]).isEqualTo(1);
  }

  @Test
  void emptyUnknownAndMissingFiles() throws IOException {
    assertDamaged(
        new byte[0], "the image file is empty; delete it, or replace it with a complete one");
    assertDamaged(
        "RIFF....WAVE".getBytes(StandardCharsets.US_ASCII),
        "not a PNG, JPEG, GIF or BMP image (it starts with 52 49 46 46); convert it to PNG or"
            + " JPEG");
    assertDamaged(
        "RIFF....WEBP".getBytes(StandardCharsets.US_ASCII),
        "a WebP image, which needs the module lamina-webp; add it to the class path, or convert the"
            + " image to PNG or JPEG");
    assertDamaged(
        new byte[] {'R', 'I'},
        "not a PNG, JPEG, GIF or BMP image (it starts with 52 49); convert it to PNG or JPEG");
    Path missing = directory.resolve("missing.png");
    assertThatThrownBy(() -> Images.read(missing, Shape.of(2, 2, 3)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such file; check the path's spelling");
    assertThatThrownBy(() -> Images.read(directory, Shape.of(2, 2, 3)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory + ": cannot be read: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void cutOffImagesAreRefused(String format) throws IOException {
    byte[] good = encoded(gradient(BufferedImage.TYPE_INT_RGB, 64, 64), format);
    Path file = directory.resolve("cut." + format);
    Files.write(file, Arrays.copyOf(good, good.length * 2 / 3));
    assertThatThrownBy(() -> Images.read(file, Shape.of(8, 8, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": cannot be decoded as ")
        .hasMessageEndingWith(
            "the file is damaged or of an unusual kind: delete it, or convert it to PNG");
  }

  @Test
  void bytesStreamsAndDecodedImages() throws IOException {
    BufferedImage image = gradient(BufferedImage.TYPE_INT_RGB, 2, 2);
    byte[] content = encoded(image, "png");
    Shape shape = Shape.of(2, 2, 3);
    float[] expected = Images.read(save(content), shape);
    assertThat(Images.read(content, shape)).isEqualTo(expected);
    assertThat(Images.read(new ByteArrayInputStream(content), shape)).isEqualTo(expected);
    assertThat(Images.read(image, shape)).isEqualTo(expected);
  }

  @Test
  void messagesOfNamelessImages() {
    Shape shape = Shape.of(2, 2, 3);
    byte[] text = "some text".getBytes(StandardCharsets.US_ASCII);
    String notAnImage =
        "the image: not a PNG, JPEG, GIF or BMP image (it starts with 73 6f 6d 65); convert it to"
            + " PNG or JPEG";
    assertThatThrownBy(() -> Images.read(text, shape))
        .isInstanceOf(DataException.class)
        .hasMessage(notAnImage);
    assertThatThrownBy(() -> Images.read(new ByteArrayInputStream(text), shape))
        .isInstanceOf(DataException.class)
        .hasMessage(notAnImage);
    assertThatThrownBy(() -> Images.read(new byte[0], shape))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("the image: the image file is empty");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
  void everyTypeOfBufferedImage(int type) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xff000000);
    image.setRGB(1, 0, 0xffffffff);
    assertBytes(Images.read(image, Shape.of(1, 2, 3)), 0, 0, 0, 255, 255, 255);
    assertBytes(Images.read(image, Shape.of(1, 2, 1)), 0, 255);
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] typed = TestFiles.concat(type.getBytes(StandardCharsets.US_ASCII), data);
    CRC32 crc = new CRC32();
    crc.update(typed);
    byte[] length = ByteBuffer.allocate(4).putInt(data.length).array();
    return TestFiles.concat(
        length, typed, ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] pngHeader(int width, int height) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    return TestFiles.concat(signature, chunk("IHDR", header));
  }

  private static byte[] png(int width, int height, int padding) {
    return TestFiles.concat(
        pngHeader(width, height), chunk("IDAT", new byte[padding]), chunk("IEND", new byte[0]));
  }

  @Test
  void imagesOfSizeZeroAreRefused() throws IOException {
    String reason = "an image of size 0; delete it, or replace it with a complete one";
    assertDamaged(png(0, 5, 10), reason);
    assertDamaged(png(5, 0, 10), reason);
    byte[] bmp = encoded(gradient(BufferedImage.TYPE_INT_RGB, 2, 2), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(22, 0);
    assertDamaged(bmp, reason);
    byte[] gif = encoded(gradient(BufferedImage.TYPE_INT_RGB, 2, 2), "gif");
    int descriptor = indexOf(gif, (byte) 0x2c, 13 + 3 * (2 << (gif[10] & 7)));
    gif[descriptor + 5] = 0;
    assertDamaged(gif, reason);
    byte[] jpeg = encoded(gradient(BufferedImage.TYPE_INT_RGB, 2, 2), "jpg");
    jpeg[indexOf(jpeg, (byte) 0xc0, 0) + 5] = 0;
    assertDamaged(jpeg, "cannot be decoded as JPEG (Empty JPEG image (DNL not supported))");
  }

  private static int indexOf(byte[] bytes, byte value, int from) {
    int at = from;
    while (bytes[at] != value) {
      at++;
    }
    return at;
  }

  @Test
  void decompressionBombsAreRefusedByTheirHeader() throws IOException {
    byte[][] bombs = {
      png(60_000, 60_000, 10), png(8193, 8192, 10), png(65_536, 1, 10), png(8000, 8000, 1000)
    };
    String[] reasons = {
      "the header claims 60000x60000 pixels; at most 2^26 (8192x8192) and 65535 a side are read;"
          + " shrink the image",
      "the header claims 8193x8192 pixels; at most 2^26",
      "the header claims 65536x1 pixels; at most 2^26",
      "the header claims 8000x8000 pixels, which 1057 bytes cannot hold; replace the file with a"
          + " complete one"
    };
    for (int i = 0; i < bombs.length; i++) {
      Path file = save(bombs[i]);
      String reason = reasons[i];
      long allocated =
          Allocation.during(
              () ->
                  assertThatThrownBy(() -> Images.read(file, Shape.of(2, 2, 3)))
                      .isInstanceOf(DataException.class)
                      .hasMessageStartingWith(file + ": " + reason));
      assertThat(allocated).isLessThan(32 << 20);
    }
  }

  @Test
  void aBitmapThatWrapsAnotherImageIsRefused() throws IOException {
    byte[] bmp = encoded(gradient(BufferedImage.TYPE_INT_RGB, 2, 2), "bmp");
    bmp[30] = 5;
    assertDamaged(bmp, "cannot be decoded as BMP (it wraps an image of another format)");
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_3BYTE_BGR})
  void compressedTextInAPngIsNotUnpacked(int type) throws IOException {
    byte[] good = encoded(gradient(type, 4, 4), "png");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(new byte[] {'k', 0, 0});
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(text)) {
      for (int i = 0; i < 100; i++) {
        deflate.write(new byte[1 << 20]);
      }
    }
    int afterHeader = 33;
    Path file =
        save(
            TestFiles.concat(
                Arrays.copyOf(good, afterHeader),
                chunk("zTXt", text.toByteArray()),
                Arrays.copyOfRange(good, afterHeader, good.length)));
    long allocated =
        Allocation.during(
            () -> {
              try {
                Images.read(file, Shape.of(4, 4, 3));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(allocated).isLessThan(32 << 20);
  }

  @Test
  void shapesThatAreNoImagesAreRefused() {
    for (Shape shape : new Shape[] {Shape.of(2, 2), Shape.of(2, 2, 4), Shape.of()}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Images.read(directory, shape))
          .withMessage(
              "an image cannot become %s; expected height x width x channels with 1 or 3 channels"
                  .formatted(shape));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|5|1|4|3|92.429, 121.810, 128.551, 117.686, 136.827, 148.166, 117.823, 117.947, 113.194,"
            + " 104.837, 124.349, 125.286",
        "13|12|1|5|5|122.803, 139.330, 137.260, 120.868, 108.466, 111.824, 132.673, 126.190,"
            + " 129.307, 135.808, 136.849, 124.167, 109.331, 122.446, 137.209, 130.850, 133.883,"
            + " 139.478, 127.624, 128.482, 112.797, 123.240, 124.196, 153.080, 141.530",
        "3|8|1|6|2|102.714, 128.714, 105.187, 133.196, 110.134, 142.161, 117.643, 138.795, 127.714,"
            + " 123.098, 132.750, 115.250",
        "5|4|3|2|3|112.700, 163.127, 93.632, 156.432, 137.045, 116.591, 131.055, 117.868, 94.877,"
            + " 127.814, 96.677, 124.218, 179.409, 77.500, 139.568, 161.641, 108.436, 118.136"
      })
  void resizesAsTensorFlowDoesWithAntialiasing(
      int height, int width, int channels, int outHeight, int outWidth, String expected)
      throws IOException {
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height * channels; i++) {
      int pixel = i / channels;
      int value = (i * 73 + i / 5 * 31) % 256;
      image.getRaster().setSample(pixel % width, pixel / width, i % channels, value);
    }
    float[] actual = Images.read(save(image, "png"), Shape.of(outHeight, outWidth, channels));
    double[] values =
        Pattern.compile(", ").splitAsStream(expected).mapToDouble(Double::parseDouble).toArray();
    assertThat(actual).hasSize(values.length);
    for (int i = 0; i < values.length; i++) {
      assertThat(actual[i] * 255.0).isCloseTo(values[i], offset(0.501));
    }
  }

  @Test
  void shrinkingAveragesAllPixels() throws IOException {
    // A checkerboard without antialiasing would become black or white.
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 64; i++) {
      image.getRaster().setSample(i % 64, i / 64, 0, (i + i / 64) % 2 * 255);
    }
    for (float value : Images.read(save(image, "png"), Shape.of(4, 4, 1))) {
      assertThat(value).isBetween(0.48f, 0.52f);
    }
  }
}
