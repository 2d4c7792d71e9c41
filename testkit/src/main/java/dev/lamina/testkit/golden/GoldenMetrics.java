package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenContract.OUTPUT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static dev.lamina.testkit.golden.GoldenValues.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.MeanMetric;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.metrics.StateMetric;
import dev.lamina.metrics.Sums;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metrics: their value after each batch, and which metric "accuracy" is. */
final class GoldenMetrics {
  private final GraphRunner runner;

  GoldenMetrics(Engine engine) {
    runner = new GraphRunner(engine);
  }

  void check(GoldenCase golden) {
    Metric metric = GoldenObjects.metric(golden);
    // Of a function there is the config that a file has, not what was read of it.
    assertThat(GoldenConfig.of(metric.config()))
        .containsAllEntriesOf(
            GoldenConfig.of(golden.config().with("fn", metric.config().get("fn"))));
    float[] received = new float[golden.integer("updates")];
    Totals totals = metric instanceof MeanMetric mean ? new Mean(mean) : new States(metric);
    for (int i = 0; i < received.length; i++) {
      String update = "update." + i + ".";
      totals.add(
          golden.array(update + "y_true"),
          golden.array(update + "y_pred"),
          golden.arrays().get(update + "sample_weight"));
      received[i] = totals.result();
    }
    assertClose("results", received, floats(golden.array("results")), OUTPUT_TOLERANCE);
  }

  /** What models keep over an epoch. */
  private interface Totals {
    void add(GoldenArray target, GoldenArray prediction, @Nullable GoldenArray weights);

    float result();
  }

  private final class Mean implements Totals {
    private final MeanMetric metric;
    private final WeightedMean mean = new WeightedMean();

    Mean(MeanMetric metric) {
      this.metric = metric;
    }

    @Override
    public void add(GoldenArray target, GoldenArray prediction, @Nullable GoldenArray weights) {
      mean.add(
          perSample(metric, target, prediction),
          weights == null ? new float[] {1} : floats(weights));
    }

    @Override
    public float result() {
      return mean.value();
    }
  }

  private final class States implements Totals {
    private final StateMetric metric;
    private final Map<String, double[]> sums = new HashMap<>();

    States(Metric metric) {
      this.metric = (StateMetric) metric;
    }

    @Override
    public void add(GoldenArray target, GoldenArray prediction, @Nullable GoldenArray weights) {
      GraphBuilder graph = new GraphBuilder();
      Map<String, float[]> inputs = new HashMap<>();
      Value y = input(graph, inputs, "y_true", target);
      Value p = input(graph, inputs, "y_pred", prediction);
      Value w = weights == null ? null : input(graph, inputs, "weight", weights);
      metric.update(graph, y, p, w).forEach(graph::output);
      GraphRunner.Result<float[]> result = runner.run(graph.build(), inputs, Map.of());
      for (String name : graph.build().outputs().keySet()) {
        float[] added = result.output(name);
        double[] sum = sums.computeIfAbsent(name, key -> new double[added.length]);
        for (int i = 0; i < added.length; i++) {
          sum[i] += added[i];
        }
      }
    }

    private Value input(
        GraphBuilder graph, Map<String, float[]> inputs, String name, GoldenArray array) {
      inputs.put(name, floats(array));
      return graph.input(name, TensorType.of(shape(array)));
    }

    @Override
    public float result() {
      return (float) metric.result(new Sums(sums));
    }
  }

  void checkAccuracy(GoldenCase golden) {
    GoldenArray target = golden.array("y_true");
    GoldenArray prediction = golden.array("y_pred");
    MeanMetric metric =
        (MeanMetric)
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

  private float[] perSample(MeanMetric metric, GoldenArray target, GoldenArray prediction) {
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
