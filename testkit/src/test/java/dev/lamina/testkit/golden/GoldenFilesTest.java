package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped files hold what their README says, and agree with facts that need no Keras. */
class GoldenFilesTest {

  @ParameterizedTest
  @CsvSource({
    "layers, 300",
    "activations, 44",
    "losses, 681",
    "metrics, 353",
    "optimizers, 100",
    "schedules, 18",
    "constraints, 35",
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
    "DepthwiseConv2D, 11",
    "SeparableConv2D, 7",
    "Conv2DTranspose, 60",
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
            .filter(layer -> !layer.arrays().containsKey("penalty"))
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
      int halves = activation.text("activation").equals("glu") ? 2 : 1;
      assertThat(input).hasSize(297 * halves).startsWith(-8f).endsWith(8f).contains(0f);
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
          assertThat(optimizer.array(slot + "." + variable).shape()).startsWith(steps);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"reference-cnn, 20, 422538, 8", "vgg-style, 34, 815466, 2"})
  void trainingHasTenStartsOfTheWholeNetwork(String name, int weights, int parameters, int batch) {
    GoldenCase run = GoldenFile.load("training").get(name);
    assertThat(run.integer("weights")).isEqualTo(weights);
    assertThat(run.integer("starts")).isEqualTo(10);
    assertThat(run.integers("seeds")).hasSize(10).doesNotHaveDuplicates();
    assertThat(run.array("images").shape()).startsWith(10, batch);
    assertThat(run.array("labels").shape()).containsExactly(10, batch);
    assertThat(run.array("losses").shape()).containsExactly(10, 2);
    assertThat(run.array("losses").floats()).doesNotContain(Float.NaN);
    assertThat(run.array("accuracies").shape()).containsExactly(10, 2);
    assertThat(run.array("predictions").shape()).containsExactly(10, batch, 10);
    int total = 0;
    for (int i = 0; i < weights; i++) {
      String weight = "weight." + i;
      int size = IntStream.of(run.integers(weight + ".shape")).reduce(1, (a, b) -> a * b);
      int[] indices = run.array(weight + ".indices").ints();
      assertThat(indices).hasSize(Math.min(size, 32)).isSorted();
      assertThat(indices[indices.length - 1]).isLessThan(size);
      assertThat(run.array(weight + ".samples").shape()).containsExactly(10, indices.length);
      if (run.flag(weight + ".trainable")) {
        assertThat(run.array(weight + ".momentum").shape()).containsExactly(10, indices.length);
        assertThat(run.array(weight + ".velocity").shape()).containsExactly(10, indices.length);
      }
      total += size;
    }
    assertThat(total).isEqualTo(parameters);
  }

  /** A comparison means something only while rounding alone moves Keras by far less. */
  @ParameterizedTest
  @ValueSource(strings = {"reference-cnn", "vgg-style"})
  void roundingMovesKerasByLessThanATenthOfTheTolerances(String name) {
    GoldenCase run = GoldenFile.load("training").get(name);
    Map<String, Double> tolerances =
        Map.of(
            "losses", GoldenTraining.LOSS_TOLERANCE,
            "next_losses", GoldenTraining.NEXT_LOSS_TOLERANCE,
            "weights", GoldenTraining.WEIGHT_TOLERANCE,
            "momentum", GoldenTraining.SLOT_TOLERANCE,
            "velocity", GoldenTraining.SLOT_TOLERANCE,
            "averages", GoldenTraining.RESULT_TOLERANCE,
            "predictions", GoldenTraining.RESULT_TOLERANCE);
    tolerances.forEach(
        (what, tolerance) ->
            assertThat(run.number("float64_deviation." + what))
                .as(what)
                .isPositive()
                .isLessThan(tolerance / 10));
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
