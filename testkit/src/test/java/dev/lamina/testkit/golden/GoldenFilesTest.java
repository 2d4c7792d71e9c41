package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped files hold what their README says, and agree with facts that need no Keras. */
class GoldenFilesTest {

  @ParameterizedTest
  @CsvSource({
    "layers, 300",
    "activations, 16",
    "losses, 140",
    "metrics, 50",
    "optimizers, 29",
    "initializers, 140",
    "generator, 5",
    "training, 2"
  })
  void everyFamilyLoads(String family, int atLeast) {
    assertThat(GoldenFile.load(family).cases()).hasSizeGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @CsvSource({
    "Conv2D, 100",
    "MaxPooling2D, 50",
    "AveragePooling2D, 50",
    "GlobalAveragePooling2D, 6",
    "BatchNormalization, 34",
    "Dense, 30",
    "Flatten, 5",
    "Activation, 22",
    "Dropout, 4"
  })
  void everyLayerHasCases(String layer, int atLeast) {
    assertThat(GoldenFile.load("layers").cases(layer)).hasSizeGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layerCaseIsComplete(GoldenCase layer) {
    assertThat(layer.kerasJson()).get().asString().contains("\"" + layer.text("class") + "\"");
    assertThat(layer.array("gradient.input").shape()).isEqualTo(layer.array("input").shape());
    assertThat(layer.array("gradient.output").shape()).isEqualTo(layer.array("output").shape());
    List<String> trainable = layer.texts("trainable_weights");
    for (String weight : layer.texts("weights")) {
      String changed = (trainable.contains(weight) ? "gradient." : "updated.") + weight;
      assertThat(layer.array(changed).shape()).isEqualTo(layer.array("weight." + weight).shape());
    }
    for (String name : layer.arrays().keySet()) {
      for (float value : layer.array(name).floats()) {
        assertThat(value).as(name).isFinite();
      }
    }
  }

  static List<GoldenCase> layers() {
    return GoldenFile.load("layers").cases();
  }

  /**
   * The bias adds to every position of its filter, so its gradient is a sum that needs no Keras.
   */
  @Test
  void biasGradientIsTheSumOfTheUpstreamGradient() {
    List<GoldenCase> linear =
        GoldenFile.load("layers").cases("Conv2D").stream()
            .filter(layer -> layer.text("config.activation").equals("linear"))
            .filter(layer -> layer.flag("config.use_bias"))
            .toList();
    assertThat(linear).hasSizeGreaterThan(50);
    for (GoldenCase layer : linear) {
      int filters = layer.integer("config.filters");
      double[] expected = new double[filters];
      float[] upstream = layer.array("gradient.output").floats();
      for (int i = 0; i < upstream.length; i++) {
        expected[i % filters] += upstream[i];
      }
      float[] actual = layer.array("gradient.bias").floats();
      for (int i = 0; i < filters; i++) {
        assertThat((double) actual[i]).as(layer.name()).isCloseTo(expected[i], within(1e-4));
      }
    }
  }

  @Test
  void activationInputsRunFromMinusEightToEightWithZero() {
    for (GoldenCase activation : GoldenFile.load("activations").cases()) {
      float[] input = activation.array("input").floats();
      Arrays.sort(input);
      assertThat(input).hasSize(297).startsWith(-8f).endsWith(8f).contains(0f);
    }
  }

  @Test
  void plainSgdFollowsItsFormula() {
    GoldenCase sgd = GoldenFile.load("optimizers").get("sgd");
    float[] variable = sgd.array("variable.1.initial").floats();
    float[] gradients = sgd.array("gradient.1").floats();
    float[] after = sgd.array("variable.1").floats();
    for (int step = 0; step < sgd.integer("steps"); step++) {
      for (int i = 0; i < variable.length; i++) {
        int at = step * variable.length + i;
        variable[i] -= 0.1f * gradients[at];
        assertThat(after[at]).isCloseTo(variable[i], within(1e-6f));
      }
    }
  }

  @Test
  void everyOptimizerStepIsRecorded() {
    for (GoldenCase optimizer : GoldenFile.load("optimizers").cases()) {
      int steps = optimizer.integer("steps");
      for (int variable = 0; variable < optimizer.integer("variables"); variable++) {
        int size = optimizer.array("variable." + variable + ".initial").size();
        assertThat(optimizer.array("variable." + variable).size()).isEqualTo(steps * size);
        assertThat(optimizer.array("gradient." + variable).size()).isEqualTo(steps * size);
        for (String slot : optimizer.texts("slots")) {
          assertThat(optimizer.array(slot + "." + variable).size()).isEqualTo(steps * size);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"reference-cnn, 20, 422538, 32", "vgg-style, 34, 815466, 16"})
  void trainingRunHasTenStepsOfTheWholeNetwork(
      String name, int weights, int parameters, int batch) {
    GoldenCase run = GoldenFile.load("training").get(name);
    assertThat(run.integer("weights")).isEqualTo(weights);
    assertThat(run.array("images").shape()).startsWith(10, batch);
    assertThat(run.array("labels").shape()).containsExactly(10, batch);
    assertThat(run.array("losses").floats()).hasSize(10).doesNotContain(Float.NaN);
    assertThat(run.array("predictions").shape()).containsExactly(batch, 10);
    int total = 0;
    for (int i = 0; i < weights; i++) {
      int size = IntStream.of(run.integers("weight." + i + ".shape")).reduce(1, (a, b) -> a * b);
      int[] indices = run.array("weight." + i + ".indices").ints();
      assertThat(indices).hasSize(Math.min(size, 256)).isSorted();
      assertThat(indices[indices.length - 1]).isLessThan(size);
      assertThat(run.array("weight." + i + ".samples").size()).isEqualTo(indices.length);
      total += size;
    }
    assertThat(total).isEqualTo(parameters);
  }

  /** A comparison to 1e-4 means something only while rounding alone moves the losses by less. */
  @Test
  void roundingMovesTheTrainingLossesByLessThanTheTolerance() {
    for (GoldenCase run : GoldenFile.load("training").cases()) {
      float[] losses = run.array("losses").floats();
      double[] exact = run.array("losses.float64").doubles();
      for (int step = 0; step < losses.length; step++) {
        assertThat((double) losses[step]).as(run.name()).isCloseTo(exact[step], within(3e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("generated")
  void generatorGivesTheBitsOfPython(GoldenCase generated) {
    int seed = generated.integer("seed");
    int stream = generated.integer("stream");
    int[] shape = generated.integers("shape");
    long[] hashes = generated.array("hashes").longs();
    for (int i = 0; i < hashes.length; i++) {
      assertThat(Integer.toUnsignedLong(GoldenWeights.hash(seed, stream, i))).isEqualTo(hashes[i]);
    }
    float limit = GoldenWeights.glorotLimit(shape);
    assertThat(limit).isEqualTo(generated.array("limit").floats()[0]);
    assertThat(GoldenWeights.uniform(seed, stream, hashes.length, limit))
        .isEqualTo(generated.array("values").floats());
  }

  static List<GoldenCase> generated() {
    return GoldenFile.load("generator").cases();
  }
}
