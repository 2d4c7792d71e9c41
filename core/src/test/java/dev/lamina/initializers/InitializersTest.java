package dev.lamina.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializersTest {
  /** Fans 3*3*40 = 360 in and 3*3*60 = 540 out. */
  private static final Shape KERNEL = Shape.of(3, 3, 40, 60);

  private static double[] values(Initializer initializer, Shape shape) {
    float[] values = initializer.values(shape, new SplittableRandom(1));
    assertThat(values).hasSize(shape.size());
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double stddev(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  /** Within five standard errors of mean and standard deviation. */
  private static void assertDistributed(double[] values, double mean, double stddev) {
    double error = 5 * stddev / Math.sqrt(values.length);
    assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(mean, within(error));
    assertThat(stddev(values)).isCloseTo(stddev, within(error));
  }

  @ParameterizedTest
  @CsvSource({
    "glorot_uniform, 1, 450",
    "he_uniform, 2, 360",
    "lecun_uniform, 1, 360",
  })
  void uniformScaling(String name, double scale, double fan) {
    double[] values = values(Initializers.get(name), KERNEL);
    double limit = Math.sqrt(3 * scale / fan);
    assertDistributed(values, 0, Math.sqrt(scale / fan));
    DoubleSummaryStatistics range = Arrays.stream(values).summaryStatistics();
    assertThat(range.getMax()).isBetween(0.999 * limit, limit);
    assertThat(range.getMin()).isBetween(-limit, -0.999 * limit);
  }

  @ParameterizedTest
  @CsvSource({
    "glorot_normal, 1, 450",
    "he_normal, 2, 360",
    "lecun_normal, 1, 360",
    "variance_scaling, 1, 360",
  })
  void truncatedScalingKeepsTheVariance(String name, double scale, double fan) {
    double[] values = values(Initializers.get(name), KERNEL);
    double stddev = Math.sqrt(scale / fan);
    double cut = 2 * stddev / 0.8796256610342398;
    assertDistributed(values, 0, stddev);
    DoubleSummaryStatistics range = Arrays.stream(values).summaryStatistics();
    assertThat(range.getMax()).isBetween(0.99 * cut, cut);
    assertThat(range.getMin()).isBetween(-cut, -0.99 * cut);
  }

  @Test
  void fansOfOtherRanks() {
    double[] dense =
        values(new VarianceScaling(1, "fan_out", "untruncated_normal"), Shape.of(50, 200));
    assertDistributed(dense, 0, Math.sqrt(1.0 / 200));
    double[] vector = values(new VarianceScaling(1, "fan_avg", "uniform"), Shape.of(10_000));
    assertDistributed(vector, 0, Math.sqrt(1.0 / 10_000));
  }

  @Test
  void plainDistributions() {
    Shape shape = Shape.of(100, 200);
    assertDistributed(values(new RandomNormal(), shape), 0, 0.05);
    assertDistributed(values(new RandomNormal(3, 2), shape), 3, 2);
    assertDistributed(values(new RandomUniform(), shape), 0, 0.1 / Math.sqrt(12));
    assertDistributed(values(new RandomUniform(1, 4), shape), 2.5, 3 / Math.sqrt(12));
    double[] truncated = values(new TruncatedNormal(1, 0.5), shape);
    assertDistributed(truncated, 1, 0.5 * 0.8796256610342398);
    assertThat(Arrays.stream(truncated)).allMatch(v -> v >= 0 && v <= 2);
  }

  @Test
  void constants() {
    assertThat(values(Initializers.zeros(), Shape.of(2, 2))).containsOnly(0);
    assertThat(values(Initializers.ones(), Shape.of(2, 2))).containsOnly(1);
    assertThat(values(new Constant(0.25), Shape.scalar())).containsExactly(0.25);
  }

  @ParameterizedTest
  @CsvSource({"12, 12", "20, 7", "7, 20"})
  void orthogonalRowsOrColumns(int rows, int columns) {
    double[] q = values(new Orthogonal(2), Shape.of(rows, columns));
    boolean byColumns = rows >= columns;
    int count = Math.min(rows, columns);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              byColumns
                  ? q[k * columns + a] * q[k * columns + b]
                  : q[a * columns + k] * q[b * columns + k];
        }
        assertThat(dot).isCloseTo(a == b ? 4 : 0, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "random_normal", "random_uniform", "truncated_normal", "variance_scaling",
        "glorot_uniform", "glorot_normal", "he_uniform", "he_normal",
        "lecun_uniform", "lecun_normal", "orthogonal"
      })
  void unseededValuesFollowFromTheGivenGenerator(String name) {
    Initializer initializer = Initializers.get(name);
    Shape shape = Shape.of(4, 5);
    SplittableRandom random = new SplittableRandom(9);
    float[] first = initializer.values(shape, random);
    float[] second = initializer.values(shape, random);
    assertThat(second).isNotEqualTo(first);
    assertThat(initializer.values(shape, new SplittableRandom(9))).isEqualTo(first);
  }

  @Test
  void aSeedGivesTheSameValuesAtEveryUse() {
    Shape shape = Shape.of(4, 5);
    for (Initializer initializer :
        new Initializer[] {
          new GlorotUniform(3),
          new GlorotNormal(3),
          new HeUniform(3),
          new HeNormal(3),
          new LecunUniform(3),
          new LecunNormal(3),
          new Orthogonal(1, 3L),
          new RandomNormal(0, 1, 3L)
        }) {
      SplittableRandom random = new SplittableRandom(9);
      float[] first = initializer.values(shape, random);
      assertThat(initializer.values(shape, random)).isEqualTo(first);
    }
    assertThat(new HeNormal(4).values(shape, new SplittableRandom(9)))
        .isNotEqualTo(new HeNormal(3).values(shape, new SplittableRandom(9)));
  }

  @Test
  void otherNamesOfKeras() {
    assertThat(Initializers.get("zero")).isEqualTo(new Zeros());
    assertThat(Initializers.get("one")).isEqualTo(new Ones());
    assertThat(Initializers.get("normal")).isEqualTo(new RandomNormal());
    assertThat(Initializers.get("uniform")).isEqualTo(new RandomUniform());
    assertThat(Initializers.get("GlorotUniform")).isEqualTo(new GlorotUniform());
    assertThat(Initializers.get("constant")).isEqualTo(new Constant());
  }

  @Test
  void identityHasItsGainOnTheDiagonal() {
    assertThat(values(new Identity(2), Shape.of(2, 3))).containsExactly(2, 0, 0, 0, 2, 0);
    assertThat(values(new Identity(), Shape.of(3, 2))).containsExactly(1, 0, 0, 1, 0, 0);
    assertThatThrownBy(() -> new Identity().values(Shape.of(2, 2, 2), new SplittableRandom(1)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("an identity initializer needs a weight of two axes, received 2x2x2");
  }

  @Test
  void messages() {
    assertThatThrownBy(() -> Initializers.get("glorot_unifrom"))
        .hasMessageStartingWith(
            "initializer \"glorot_unifrom\" is unknown; did you mean \"glorot_uniform\"? Choose"
                + " zeros, ones, constant, random_normal,");
    assertThatThrownBy(() -> new VarianceScaling(0, "fan_in", "uniform"))
        .hasMessage("scale must be a number > 0, received 0.0");
    assertThatThrownBy(() -> new VarianceScaling(1, "fan_im", "uniform"))
        .hasMessage(
            "mode \"fan_im\" is unknown; did you mean \"fan_in\"? Choose fan_in, fan_out or fan_avg");
    assertThatThrownBy(() -> new RandomUniform(1, 0))
        .hasMessage("minVal must be <= maxVal, received 1.0 and 0.0");
    assertThatThrownBy(() -> new RandomNormal(0, -1))
        .hasMessage("stddev must be a number >= 0, received -1.0");
    assertThatThrownBy(() -> new Orthogonal().values(Shape.of(3), new SplittableRandom(1)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("an orthogonal initializer needs a weight of at least two axes, received 3");
  }
}
