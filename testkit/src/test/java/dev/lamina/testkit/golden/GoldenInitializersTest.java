package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.ir.Shape;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Initializers against the facts that were checked on samples of Keras's. */
class GoldenInitializersTest {
  @TestFactory
  Stream<DynamicTest> followTheDistributionOfKeras() {
    return GoldenFile.load("initializers").cases().stream()
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
  }

  private static void check(GoldenCase golden) {
    Shape shape = Shape.of(golden.integers("shape"));
    float[] floats =
        GoldenObjects.initializer(golden)
            .values(shape, new SplittableRandom(golden.name().hashCode()));
    double[] values = new double[floats.length];
    Arrays.setAll(values, i -> floats[i]);
    switch (golden.text("facts.distribution")) {
      case "constant" -> assertThat(values).containsOnly(golden.number("facts.value"));
      case "identity" -> {
        int columns = golden.integer("facts.columns");
        for (int i = 0; i < floats.length; i++) {
          boolean diagonal = i / columns == i % columns;
          assertThat(floats[i]).isEqualTo(diagonal ? (float) golden.number("facts.gain") : 0);
        }
      }
      case "orthogonal" -> checkOrthogonal(golden, values);
      default -> checkMoments(golden, values);
    }
  }

  private static void checkMoments(GoldenCase golden, double[] values) {
    double mean = golden.number("facts.mean");
    double stddev = golden.number("facts.stddev");
    double error = 5 * stddev / Math.sqrt(values.length);
    double actual = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
    assertThat(actual).isCloseTo(mean, within(error));
    assertThat(Math.sqrt(variance)).isCloseTo(stddev, within(error));
    if (golden.has("facts.maximum")) {
      double slack = 1e-6 * stddev; // the bound rounds to a float
      DoubleSummaryStatistics range = Arrays.stream(values).summaryStatistics();
      assertThat(range.getMax()).isLessThanOrEqualTo(golden.number("facts.maximum") + slack);
      assertThat(range.getMin()).isGreaterThanOrEqualTo(golden.number("facts.minimum") - slack);
    }
  }

  private static void checkOrthogonal(GoldenCase golden, double[] values) {
    int rows = golden.integer("facts.rows");
    int columns = golden.integer("facts.columns");
    double square = Math.pow(golden.number("facts.gain"), 2);
    boolean byColumns = golden.text("facts.orthonormal").equals("columns");
    int count = byColumns ? columns : rows;
    int length = byColumns ? rows : columns;
    for (int a = 0; a < count; a++) {
      for (int b = a; b < count; b++) {
        double dot = 0;
        for (int k = 0; k < length; k++) {
          dot +=
              byColumns
                  ? values[k * columns + a] * values[k * columns + b]
                  : values[a * columns + k] * values[b * columns + k];
        }
        assertThat(dot).isCloseTo(a == b ? square : 0, within(1e-5 * square));
      }
    }
  }
}
