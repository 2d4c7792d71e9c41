package dev.lamina.examples;

import dev.lamina.config.Config;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.losses.BinaryCrossentropy;
import dev.lamina.metrics.Recall;
import dev.lamina.metrics.StateMetric;
import dev.lamina.metrics.Sums;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A metric of one's own: how many of the healthy are told that they are healthy. */
public final class OwnMetric {
  private OwnMetric() {}

  /** True negatives among all negatives, by counts that are added up over the batches. */
  record Specificity(String name) implements StateMetric {
    @Override
    public Map<String, Value> update(
        GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
      Value no = graph.binary(BinaryFunction.GREATER_EQUAL, graph.scalar(0.5), prediction);
      Value negative = graph.linear(target, -1, 1);
      if (weight != null) { // as a weighted metric
        negative = graph.times(negative, graph.reshape(weight, target.shape()));
      }
      return Map.of(
          "true_negatives", graph.reduceAll(ReductionFunction.SUM, graph.times(negative, no)),
          "negatives", graph.reduceAll(ReductionFunction.SUM, negative));
    }

    @Override
    public double result(Sums sums) {
      return sums.number("true_negatives") / sums.number("negatives");
    }

    @Override
    public Config config() {
      return Config.of("Specificity").with("name", name);
    }
  }

  /** Learns to tell points right of a line from those left of it; returns what it reports. */
  static Map<String, Double> run() throws Exception {
    Random random = new Random(1);
    float[] points = new float[400 * 2];
    float[] ill = new float[400];
    for (int i = 0; i < ill.length; i++) {
      points[2 * i] = random.nextFloat() - 0.5f;
      points[2 * i + 1] = random.nextFloat() - 0.5f;
      ill[i] = points[2 * i] > 0.1f ? 1 : 0;
    }
    Dataset data = Dataset.of(points, Shape.of(2), ill, Shape.of(1));
    try (var model = new Sequential(new Input(2), new Dense(1).activation("sigmoid"))) {
      model.setSeed(1);
      model.compile(
          new Adam(0.1),
          new BinaryCrossentropy(),
          List.of(new Recall(), new Specificity("specificity")));
      model.fit(data, Fit.epochs(30).batchSize(20));
      return model.evaluate(data);
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(run());
  }
}
