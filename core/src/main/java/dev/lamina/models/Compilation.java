package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.execution.Objective;
import dev.lamina.execution.Objective.Figure;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@link Model#compile} was given, resolved.
 *
 * <pre>{@code
 * String optimizer = model.compilation().optimizer().config().className(); // Adam
 * }</pre>
 *
 * @param metrics each the mean over all samples, whatever they weigh
 * @param weightedMetrics each the weighted mean over the samples, with the weights that the loss
 *     has: those of samples times those of their classes
 */
public record Compilation(
    Optimizer optimizer, Loss loss, List<Metric> metrics, List<Metric> weightedMetrics) {
  /**
   * Checks the names.
   *
   * @throws LaminaException if two metrics have one name, or one has a name that is taken
   */
  public Compilation {
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
    requireNames("metrics", metrics);
    requireNames("weighted metrics", weightedMetrics);
    List<String> reported = figures(metrics, weightedMetrics).stream().map(Figure::name).toList();
    if (new HashSet<>(reported).size() < reported.size()) {
      throw new LaminaException(
          "metrics and weighted metrics must be reported under different names; received "
              + reported);
    }
  }

  /** Without weighted metrics. */
  public Compilation(Optimizer optimizer, Loss loss, List<Metric> metrics) {
    this(optimizer, loss, metrics, List.of());
  }

  /** What runs the model needs to know of this. */
  Objective objective() {
    return new Objective(optimizer, loss, figures(metrics, weightedMetrics));
  }

  /**
   * Names metrics as Keras does: a weighted one is named as it is, or {@code weighted_accuracy}
   * where an unweighted one is named {@code accuracy} too.
   */
  private static List<Figure> figures(List<Metric> metrics, List<Metric> weightedMetrics) {
    List<Figure> figures = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Metric metric : metrics) {
      taken.add(metric.name());
      figures.add(new Figure(metric.name(), metric, false));
    }
    for (Metric metric : weightedMetrics) {
      String name = metric.name();
      figures.add(new Figure(taken.contains(name) ? "weighted_" + name : name, metric, true));
    }
    return figures;
  }

  private static void requireNames(String what, List<Metric> metrics) {
    List<String> names = metrics.stream().map(Metric::name).toList();
    if (new HashSet<>(names).size() < names.size()
        || names.contains(Objective.LOSS)
        || names.contains(Objective.SAMPLE_WEIGHT)) {
      throw new LaminaException(
          "%s must have different names, none of them \"%s\" or \"%s\"; received %s"
              .formatted(what, Objective.LOSS, Objective.SAMPLE_WEIGHT, names));
    }
  }

  /** With metrics by their names in Keras, for a model with this output. */
  static Compilation named(
      Optimizer optimizer, Loss loss, List<String> metrics, List<String> weighted, Shape output) {
    return new Compilation(
        optimizer, loss, resolve(metrics, loss, output), resolve(weighted, loss, output));
  }

  private static List<Metric> resolve(List<String> names, Loss loss, Shape output) {
    Shape target = loss.targetShape(output);
    return names.stream().map(name -> Metrics.resolve(name, loss, target, output)).toList();
  }

  /** For people: optimizer, loss, and the names of the figures. */
  @Override
  public String toString() {
    return "%s, %s, figures %s".formatted(optimizer, loss.config(), objective().figureNames());
  }
}
