package dev.lamina.examples;

import dev.lamina.config.Config;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.losses.Loss;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.util.List;
import java.util.Random;

/** A loss of one's own, which a single wild target cannot rule as it rules the squared error. */
public final class OwnLoss {
  private OwnLoss() {}

  /** {@code tanh((prediction - target)^2)}, averaged over a sample's outputs. */
  record Bounded() implements Loss {
    @Override
    public Value perSample(GraphBuilder graph, Value target, Value prediction) {
      Value error = graph.minus(prediction, target);
      Value bounded = graph.unary(UnaryFunction.TANH, graph.times(error, error));
      return graph.reduce(ReductionFunction.MEAN, bounded, List.of(1), false);
    }

    @Override
    public Config config() {
      return Config.of("Bounded");
    }
  }

  /** Fits a line to y = 2 x with some wild targets; returns the slope found. */
  static double run() throws Exception {
    Random random = new Random(1);
    float[] x = new float[500];
    float[] y = new float[500];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
      y[i] = i % 10 == 0 ? 50 * x[i] : 2 * x[i];
    }
    Dataset data = Dataset.of(x, Shape.of(1), y, Shape.of(1));
    try (var model = new Sequential(new Input(1), new Dense(1).named("line"))) {
      model.setSeed(1);
      model.compile(new Adam(1e-2), new Bounded());
      model.fit(data, Fit.epochs(60).batchSize(20));
      return model.weight("line/kernel")[0];
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println("slope " + run());
  }
}
