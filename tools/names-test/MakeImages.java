import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes DIR/train and DIR/test with three classes: dark, medium and bright images. */
final class MakeImages {
  public static void main(String[] args) throws IOException {
    Random random = new Random(1);
    for (String part : new String[] {"train", "test"}) {
      for (int label = 0; label < 3; label++) {
        Path folder = Files.createDirectories(Path.of(args[0], part, "class" + label));
        for (int i = 0; i < 12; i++) {
          BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
          for (int pixel = 0; pixel < 64; pixel++) {
            int value = 80 * label + random.nextInt(60);
            image.setRGB(pixel % 8, pixel / 8, value * 0x010101);
          }
          ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
      }
    }
  }
}
