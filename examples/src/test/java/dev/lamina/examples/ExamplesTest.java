package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.FashionMnist;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  @TempDir Path directory;

  @Test
  void ownLayerLearns() throws Exception {
    assertThat(OwnLayer.run().get("accuracy")).isGreaterThan(0.5);
  }

  @Test
  void residualNetworkLearnsAndIsLoadedAgain() throws Exception {
    assertThat(Residual.run().get("accuracy")).isGreaterThan(0.5);
  }

  @Test
  void ownLossIgnoresWildTargets() throws Exception {
    assertThat(OwnLoss.run()).isCloseTo(2, within(0.5));
  }

  @Test
  void ownMetricIsReportedBesideOthers() throws Exception {
    var figures = OwnMetric.run();
    assertThat(figures.get("specificity")).isBetween(0.9, 1.0);
    assertThat(figures.get("recall")).isBetween(0.9, 1.0);
  }

  @Test
  void ownDatasetIsLearned() throws Exception {
    assertThat(OwnDataset.run().get("accuracy")).isGreaterThan(0.95);
  }

  @Test
  void savedModelNamesTrousers() throws Exception {
    Path file = directory.resolve("clothes.keras");
    SaveAndPredict.trainAndSave(file);
    int right = 0;
    for (int number = 0; number < 10; number++) {
      Path image = directory.resolve(number + ".png");
      ImageIO.write(trousers(number), "png", image.toFile());
      right += SaveAndPredict.predict(file, image).equals("Trouser") ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(8);
  }

  /** Test image {@code number} of class 1. */
  private static BufferedImage trousers(int number) throws Exception {
    Dataset test = FashionMnist.bundled().test();
    float[] pixels = new float[28 * 28];
    float[] label = new float[1];
    int found = -1;
    for (int i = 0; found < number; i++) {
      test.readTarget(i, label, 0);
      if (label[0] == 1) {
        found++;
        test.readInput(i, pixels, 0);
      }
    }
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % 28, i / 28, 0, Math.round(pixels[i] * 255));
    }
    return image;
  }
}
