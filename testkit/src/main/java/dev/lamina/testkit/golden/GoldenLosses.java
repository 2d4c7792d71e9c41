package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenContract.GRADIENT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenContract.OUTPUT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static dev.lamina.testkit.golden.GoldenValues.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.activations.Activations;
import dev.lamina.autodiff.Gradients;
import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.losses.Loss;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Losses: of each sample, over the batch, and their gradients. */
final class GoldenLosses {
  private static final String WEIGHTS = "sample_weight";

  private final GraphRunner runner;

  GoldenLosses(Engine engine) {
    runner = new GraphRunner(engine);
  }

  void check(GoldenCase golden) {
    Loss loss = GoldenObjects.loss(golden);
    String fed = golden.has("activation") ? "logits" : "y_pred";
    GraphBuilder graph = new GraphBuilder();
    Value target = input(graph, golden, "y_true");
    Value input = input(graph, golden, fed);
    Value prediction = input;
    if (golden.has("activation")) {
      prediction = Activations.get(golden.text("activation")).apply(graph, input);
      graph.output("y_pred", prediction);
    }
    graph.output("each", loss.perSample(graph, target, prediction));
    Map<String, float[]> feeds = new HashMap<>();
    feeds.put("y_true", floats(golden.array("y_true")));
    feeds.put(fed, floats(golden.array(fed)));
    boolean reduced = weighsSamples(golden);
    if (reduced) {
      Value weight = null;
      if (golden.arrays().containsKey(WEIGHTS)) {
        weight = input(graph, golden, WEIGHTS);
        feeds.put(WEIGHTS, floats(golden.array(WEIGHTS)));
      }
      addReduction(graph, loss.contributions(graph, target, prediction, weight), input);
    }
    GraphRunner.Result<float[]> result = runner.run(graph.build(), feeds, Map.of());
    if (golden.has("activation")) {
      assertClose(
          "y_pred", result.output("y_pred"), floats(golden.array("y_pred")), OUTPUT_TOLERANCE);
    } else {
      assertClose("loss.each", result.output("each"), eachSample(golden), OUTPUT_TOLERANCE);
    }
    if (reduced) {
      assertClose("loss", result.output("loss"), floats(golden.array("loss")), OUTPUT_TOLERANCE);
      String gradient = "gradient." + fed;
      assertClose(
          gradient, result.output("gradient"), floats(golden.array(gradient)), GRADIENT_TOLERANCE);
    }
  }

  /** Models weigh samples, not single outputs. */
  private static boolean weighsSamples(GoldenCase golden) {
    return !golden.arrays().containsKey(WEIGHTS) || golden.array(WEIGHTS).shape().length == 1;
  }

  private static void addReduction(GraphBuilder graph, Value contributions, Value differentiated) {
    Value loss = graph.reduceAll(ReductionFunction.MEAN, contributions);
    graph.output("loss", loss);
    Gradients.of(graph, loss, List.of(differentiated))
        .forEach((value, gradient) -> graph.output("gradient", gradient));
  }

  private static Value input(GraphBuilder graph, GoldenCase golden, String name) {
    return graph.input(name, TensorType.of(shape(golden.array(name))));
  }

  /** Keras keeps the loss of each position of a sample; here it is averaged. */
  private static float[] eachSample(GoldenCase golden) {
    float[] each = floats(golden.array("loss.each"));
    int samples = golden.array("y_pred").shape()[0];
    float[] result = new float[samples];
    if (isOfAllSamples(golden)) {
      double mean = 0;
      for (float loss : each) {
        mean += loss / (double) each.length;
      }
      Arrays.fill(result, (float) mean);
      return result;
    }
    for (int i = 0; i < samples; i++) {
      double sum = 0;
      float[] positions = GoldenValues.slice(each, i, samples);
      assertThat(positions).isNotEmpty();
      for (float position : positions) {
        sum += position;
      }
      result[i] = (float) (sum / positions.length);
    }
    return result;
  }

  /** Sums over whole batches belong to no sample. */
  private static boolean isOfAllSamples(GoldenCase golden) {
    boolean sums = golden.text("class").equals("Dice") || golden.text("class").equals("Tversky");
    return sums
        && (!golden.has("config.axis")
            || IntStream.of(golden.integers("config.axis")).anyMatch(axis -> axis == 0));
  }
}
