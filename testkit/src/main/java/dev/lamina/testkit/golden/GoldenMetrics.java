package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenContract.OUTPUT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static dev.lamina.testkit.golden.GoldenValues.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import java.util.Map;

/** Metrics: their value after each batch, and which metric "accuracy" is. */
final class GoldenMetrics {
  private final GraphRunner runner;

  GoldenMetrics(Engine engine) {
    runner = new GraphRunner(engine);
  }

  void check(GoldenCase golden) {
    Metric metric = GoldenObjects.metric(golden);
    assertThat(GoldenConfig.of(metric.config()))
        .containsAllEntriesOf(GoldenConfig.of(golden.config()));
    int updates = golden.integer("updates");
    float[] received = new float[updates];
    WeightedMean mean = new WeightedMean();
    for (int i = 0; i < updates; i++) {
      String update = "update." + i + ".";
      String weights = update + "sample_weight";
      float[] values =
          perSample(metric, golden.array(update + "y_true"), golden.array(update + "y_pred"));
      mean.add(
          values,
          golden.arrays().containsKey(weights) ? floats(golden.array(weights)) : new float[] {1});
      received[i] = mean.value();
    }
    assertClose("results", received, floats(golden.array("results")), OUTPUT_TOLERANCE);
  }

  void checkAccuracy(GoldenCase golden) {
    GoldenArray target = golden.array("y_true");
    GoldenArray prediction = golden.array("y_pred");
    Metric metric =
        Metrics.resolve(
            golden.text("metric"),
            Losses.get(golden.text("loss")),
            shape(target).sample(),
            shape(prediction).sample());
    assertThat(metric.config().className()).isEqualTo(golden.text("resolved"));
    assertThat(metric.name()).isEqualTo("accuracy");
    float[] values = perSample(metric, target, prediction);
    WeightedMean plain = new WeightedMean();
    plain.add(values, new float[] {1});
    float[] accuracy = golden.array("accuracy").floats();
    assertClose("accuracy", new float[] {plain.value()}, accuracy, OUTPUT_TOLERANCE);
    GoldenArray weights = golden.array("sample_weight");
    if (weights.shape().length == 1) { // models weight samples, not single outputs
      WeightedMean weighted = new WeightedMean();
      weighted.add(values, floats(weights));
      float[] expected = golden.array("weighted_accuracy").floats();
      assertClose("weighted_accuracy", new float[] {weighted.value()}, expected, OUTPUT_TOLERANCE);
    }
  }

  private float[] perSample(Metric metric, GoldenArray target, GoldenArray prediction) {
    GraphBuilder graph = new GraphBuilder();
    graph.output(
        "each",
        metric.perSample(
            graph,
            graph.input("y_true", TensorType.of(shape(target))),
            graph.input("y_pred", TensorType.of(shape(prediction)))));
    return runner
        .run(
            graph.build(), Map.of("y_true", floats(target), "y_pred", floats(prediction)), Map.of())
        .output("each");
  }

  /** As models count over an epoch. */
  private static final class WeightedMean {
    private double sum;
    private double weight;

    /** A single weight counts for all. */
    void add(float[] values, float[] weights) {
      assertThat(weights.length).isIn(1, values.length);
      for (int i = 0; i < values.length; i++) {
        double w = weights[weights.length == 1 ? 0 : i];
        sum += w * values[i];
        weight += w;
      }
    }

    float value() {
      return (float) (sum / weight);
    }
  }
}
