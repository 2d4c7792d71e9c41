package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.OneHot;
import java.util.stream.IntStream;

/**
 * {@code -log p[label]}: how surprised the model is by the right class. Predictions {@code (N, ...,
 * C)} are probabilities, or logits with {@code fromLogits}; targets {@code (N, ...)} are class
 * indices from 0 to C - 1.
 *
 * <p>The logarithm of a softmax is computed from the softmax's input. Probabilities of another
 * origin are clipped to {@code [1e-7, 1 - 1e-7]} and scaled to sum to 1.
 *
 * <pre>{@code
 * model.compile(new Adam(), new SparseCategoricalCrossentropy(), "accuracy");
 * }</pre>
 *
 * @param fromLogits whether predictions are logits; false by default
 */
public record SparseCategoricalCrossentropy(boolean fromLogits) implements Loss {
  public SparseCategoricalCrossentropy() {
    this(false);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value labels = PerSample.classTarget(graph, target, prediction.shape());
    Value logits = Probabilities.softmaxLogits(graph, prediction, fromLogits);
    if (logits == null) {
      logits = Probabilities.log(graph, Probabilities.clip(graph, prediction));
    }
    Value oneHot = graph.add(new OneHot(prediction.shape().dim(-1)), labels);
    Value right = graph.times(oneHot, Probabilities.logSoftmax(graph, logits));
    return PerSample.mean(graph, graph.linear(PerSample.sumLast(graph, right), -1, 0));
  }

  /** The prediction's shape without its last axis, the classes. */
  @Override
  public Shape targetShape(Shape prediction) {
    return Shape.of(IntStream.range(0, prediction.rank() - 1).map(prediction::dim).toArray());
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static SparseCategoricalCrossentropy from(ConfigReader config) {
    config.onlyNull("ignore_class");
    config.only("axis", -1);
    return new SparseCategoricalCrossentropy(config.flag("from_logits", false));
  }

  @Override
  public Config config() {
    return Losses.baseConfig("SparseCategoricalCrossentropy")
        .with("from_logits", fromLogits)
        .with("ignore_class", null);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
