package dev.lamina.datasets.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.ImageDirectory;
import dev.lamina.datasets.Images;
import dev.lamina.datasets.NpyFile;
import dev.lamina.datasets.TestFiles;
import dev.lamina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images are turned as Pillow's {@code exif_transpose} turns them; see tools/image-golden. */
class ExifOrientationTest {

  @TempDir Path directory;

  private static Path golden(String name) throws Exception {
    return Path.of(Images.class.getResource("orientation").toURI()).resolve(name);
  }

  static List<String> images() {
    return Stream.concat(
            Stream.iterate(1, i -> i <= 8, i -> i + 1)
                .flatMap(i -> Stream.of(i + ".jpg", i + ".png")),
            Stream.of("6-big-endian.jpg"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("images")
  void imagesAreTurnedUpright(String name) throws Exception {
    Path file = golden(name);
    NpyFile upright = NpyFile.open(golden(name + ".rgb.npy"));
    float[] expected = upright.toInputs();
    int height = upright.dims()[0];
    int width = upright.dims()[1];
    assertThat(ImageFile.size(ImageBytes.of(file), true)).isEqualTo(Shape.of(height, width));
    float[] actual = Images.read(file, Shape.of(height, width, 3));
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]) * 255).isLessThan(2.5f);
    }
  }

  @Test
  void itCanBeSwitchedOff() throws Exception {
    Path lying = golden("6.png");
    Path plain = golden("1.png");
    Shape stored = ImageFile.size(ImageBytes.of(lying), false);
    assertThat(stored).isEqualTo(ImageFile.size(ImageBytes.of(plain), true));
    Shape shape = Shape.of(stored.dim(0), stored.dim(1), 3);
    assertThat(Images.read(lying, shape, false)).isEqualTo(Images.read(plain, shape));
    assertThat(Images.read(lying, shape)).isNotEqualTo(Images.read(plain, shape));
  }

  @Test
  void aDataSetTurnsThemAndTakesTheSizeOfTheFirstUpright() throws Exception {
    for (String name : List.of("train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/1.png")) {
      TestFiles.write(directory.resolve(name), Files.readAllBytes(golden("8.png")));
    }
    Shape upright = ImageFile.size(ImageBytes.of(golden("8.png")), true);
    Dataset turned = ImageDirectory.load(directory).train();
    assertThat(turned.inputShape()).isEqualTo(Shape.of(upright.dim(0), upright.dim(1), 3));
    assertThat(TestFiles.input(turned, 0))
        .isEqualTo(Images.read(golden("8.png"), turned.inputShape()));

    Dataset stored =
        ImageDirectory.load(directory, new DataOptions().exifOrientation(false)).train();
    assertThat(stored.inputShape()).isEqualTo(Shape.of(upright.dim(1), upright.dim(0), 3));
    assertThat(TestFiles.input(stored, 0))
        .isEqualTo(Images.read(golden("8.png"), stored.inputShape(), false));
  }

  @Test
  void turningAndResizingGoTogether() throws Exception {
    // Upright first and then resized, by a file that holds the upright pixels.
    NpyFile upright = NpyFile.open(golden("6.png.rgb.npy"));
    float[] pixels = upright.toInputs();
    BufferedImage image =
        new BufferedImage(upright.dims()[1], upright.dims()[0], BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / 3;
      image
          .getRaster()
          .setSample(
              pixel % image.getWidth(),
              pixel / image.getWidth(),
              i % 3,
              Math.round(pixels[i] * 255));
    }
    Shape shape = Shape.of(5, 4, 3);
    float[] expected = Images.read(image, shape);
    float[] actual = Images.read(golden("6.png"), shape);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]) * 255).isLessThan(1.01f);
    }
  }

  /** The first bytes of a JPEG file with this EXIF segment, which is all that is looked at. */
  private static byte[] jpeg(byte[] exif) {
    int length = exif.length + 8;
    byte[] header = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) 0xe1,
      (byte) (length >> 8),
      (byte) length,
      'E',
      'x',
      'i',
      'f',
      0,
      0
    };
    return TestFiles.concat(header, exif);
  }

  @Test
  void damagedExifDataAreNoReasonToTurnOrToFail() throws Exception {
    byte[] good = new JpegHeader(Files.readAllBytes(golden("6.jpg"))).exif();
    assertThat(ExifOrientation.of(ImageFormat.JPEG, jpeg(good)).swapsAxes()).isTrue();
    for (int length = 0; length < good.length; length++) {
      ExifOrientation.of(ImageFormat.JPEG, jpeg(Arrays.copyOf(good, length)));
    }
    SplittableRandom random = new SplittableRandom(7);
    for (ImageFormat format : ImageFormat.values()) {
      byte[] file =
          switch (format) {
            case PNG -> Files.readAllBytes(golden("6.png"));
            case WEBP -> webp(good);
            default -> jpeg(good);
          };
      for (int i = 0; i < 20_000; i++) {
        byte[] bytes = Arrays.copyOf(file, random.nextInt(file.length + 1));
        for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        assertThat(ExifOrientation.of(format, bytes)).isNotNull();
      }
    }
  }

  private static byte[] webp(byte[] exif) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        "RIFF....WEBPVP8X\12\0\0\0\10\0\0\0\0\0\0\0\0\0EXIF".getBytes(StandardCharsets.ISO_8859_1));
    out.write(new byte[] {(byte) exif.length, (byte) (exif.length >> 8), 0, 0});
    out.write(exif);
    return out.toByteArray();
  }

  @Test
  void webpExifIsFoundWithAndWithoutJpegsName() throws Exception {
    byte[] exif = new JpegHeader(Files.readAllBytes(golden("6.jpg"))).exif();
    byte[] named = TestFiles.concat(new byte[] {'E', 'x', 'i', 'f', 0, 0}, exif);
    for (byte[] data : List.of(exif, named)) {
      assertThat(ExifOrientation.of(ImageFormat.WEBP, webp(data)))
          .isEqualTo(ExifOrientation.ON_ITS_LEFT_SIDE);
    }
  }

  @Test
  void aBrokenOrientationLeavesTheImageReadable() throws Exception {
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    byte[] plain = out.toByteArray();
    byte[] exif = {'I', 'I', 42, 0, -1, -1, -1, -1, 1, 0};
    byte[] file = TestFiles.concat(jpeg(exif), Arrays.copyOfRange(plain, 2, plain.length));
    assertThat(Images.read(file, Shape.of(3, 4, 3)))
        .isEqualTo(Images.read(plain, Shape.of(3, 4, 3)));
  }

  @Test
  void fillersAndStrayBytesBetweenSegmentsArePassed() throws Exception {
    byte[] good = Files.readAllBytes(golden("6.jpg"));
    Shape shape = Shape.of(13, 7, 3);
    float[] expected = Images.read(good, shape);
    assertThat(good[3]).as("the first segment is JFIF's, EXIF comes after").isEqualTo((byte) 0xe0);
    int second = 4 + ((good[4] & 0xff) << 8 | good[5] & 0xff);
    for (byte[] between : List.of(new byte[] {-1, -1}, new byte[] {0, 0, 7, -1, 0, 9})) {
      byte[] file =
          TestFiles.concat(
              Arrays.copyOf(good, second), between, Arrays.copyOfRange(good, second, good.length));
      assertThat(ExifOrientation.of(ImageFormat.JPEG, file).swapsAxes()).isTrue();
      assertThat(Images.read(file, shape)).isEqualTo(expected);
    }
  }
}
