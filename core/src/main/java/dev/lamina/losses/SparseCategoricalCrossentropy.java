package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.OneHot;
import org.jspecify.annotations.Nullable;

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
 * new SparseCategoricalCrossentropy().ignoreClass(255); // pixels that nobody has labelled
 * }</pre>
 */
public final class SparseCategoricalCrossentropy extends FluentLoss<SparseCategoricalCrossentropy> {
  private boolean fromLogits = false;
  private @Nullable Integer ignoreClass = null;
  private int axis = -1;

  /** The loss with Keras's defaults. */
  public SparseCategoricalCrossentropy() {
    super("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy");
  }

  /** A copy for predictions that are logits; by default they are probabilities. */
  public SparseCategoricalCrossentropy fromLogits(boolean fromLogits) {
    SparseCategoricalCrossentropy copy = copy();
    copy.fromLogits = fromLogits;
    return copy;
  }

  /**
   * A copy that leaves out samples or pixels with this label, which may be no class; by default
   * none. The mean is that of the others.
   */
  public SparseCategoricalCrossentropy ignoreClass(int ignoreClass) {
    SparseCategoricalCrossentropy copy = copy();
    copy.ignoreClass = ignoreClass;
    return copy;
  }

  /** A copy that takes this axis for the classes, counted with the batch; the last by default. */
  public SparseCategoricalCrossentropy axis(int axis) {
    SparseCategoricalCrossentropy copy = copy();
    copy.axis = ClassAxis.require(axis);
    return copy;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value last = ClassAxis.last(graph, prediction, axis);
    Value labels = PerSample.classTarget(graph, target, last.shape());
    Value logits = Probabilities.softmaxLogits(graph, prediction, fromLogits, axis);
    logits =
        logits == null
            ? Probabilities.log(graph, Probabilities.clip(graph, last))
            : ClassAxis.last(graph, logits, axis);
    Value oneHot = graph.add(new OneHot(last.shape().dim(-1)), labels);
    Value right = graph.times(oneHot, Probabilities.logSoftmax(graph, logits));
    Value each = graph.linear(PerSample.sumLast(graph, right), -1, 0);
    return ignoreClass == null ? each : graph.times(each, counted(graph, labels, ignoreClass));
  }

  /** 1 where a label counts, else 0. */
  private static Value counted(GraphBuilder graph, Value labels, int ignored) {
    Value isIgnored = graph.binary(BinaryFunction.EQUAL, labels, graph.scalar(ignored));
    return graph.linear(isIgnored, -1, 1);
  }

  @Override
  public Value contributions(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    if (ignoreClass == null) {
      return super.contributions(graph, target, prediction, weight);
    }
    Value each = positions(graph, target, prediction);
    Value labels = PerSample.target(graph, target, each.shape());
    Value counted = counted(graph, labels, ignoreClass);
    int count = each.shape().size();
    Value means = PerSample.mean(graph, each);
    Value weighted = weight == null ? means : graph.times(means, weight);
    return switch (reduction()) {
      case SUM -> graph.linear(weighted, count, 0);
      case SUM_OVER_BATCH_SIZE, MEAN ->
          FluentLoss.share(graph, graph.linear(weighted, count, 0), counted);
      case MEAN_WITH_SAMPLE_WEIGHT -> {
        Value share = PerSample.mean(graph, counted);
        Value weights = weight == null ? share : graph.times(share, weight);
        int positions = count / means.shape().dim(0);
        yield FluentLoss.share(
            graph, graph.linear(weighted, count, 0), graph.linear(weights, positions, 0));
      }
    };
  }

  @Override
  public boolean isOfWholeBatch() {
    return ignoreClass != null || super.isOfWholeBatch();
  }

  /** The prediction's shape without the axis of the classes. */
  @Override
  public Shape targetShape(Shape prediction) {
    return ClassAxis.without(prediction, axis);
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  @Override
  public @Nullable Integer ignoredLabel() {
    return ignoreClass;
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static SparseCategoricalCrossentropy from(ConfigReader config) {
    SparseCategoricalCrossentropy loss = new SparseCategoricalCrossentropy();
    loss = loss.fromLogits(config.flag("from_logits", loss.fromLogits));
    if (config.has("ignore_class")) {
      loss = loss.ignoreClass(config.integer("ignore_class"));
    }
    loss = loss.axis(config.integer("axis", loss.axis));
    return loss;
  }

  @Override
  public Config config() {
    Config config = baseConfig().with("from_logits", fromLogits).with("ignore_class", ignoreClass);
    return axis == -1 ? config : config.with("axis", axis); // Keras reads it, but never writes it
  }
}
