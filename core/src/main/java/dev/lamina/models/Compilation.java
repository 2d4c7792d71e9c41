package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.execution.Objective;
import dev.lamina.execution.Objective.Figure;
import dev.lamina.losses.Loss;
import dev.lamina.metrics.Metric;
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
 * @param outputs what is wanted of each of the model's outputs, in order
 */
public record Compilation(Optimizer optimizer, List<OutputGoal> outputs) {
  /**
   * Checks the names.
   *
   * @throws LaminaException if two metrics of an output have one name, or one has a name that is
   *     taken, or no output has a loss
   */
  public Compilation {
    outputs = List.copyOf(outputs);
    if (outputs.stream().allMatch(output -> output.loss() == null)) {
      throw new LaminaException("no output has a loss; there would be nothing to train");
    }
    for (OutputGoal output : outputs) {
      requireNames("metrics", output.metrics());
      requireNames("weighted metrics", output.weightedMetrics());
      List<String> reported = figures("", output).stream().map(Figure::name).toList();
      if (new HashSet<>(reported).size() < reported.size()) {
        throw new LaminaException(
            "metrics and weighted metrics must be reported under different names; received "
                + reported);
      }
    }
  }

  /**
   * For a model with one output.
   *
   * @param metrics each the mean over all samples, whatever they weigh
   * @param weightedMetrics each the weighted mean over the samples, with the weights that the loss
   *     has: those of samples times those of their classes
   */
  public Compilation(
      Optimizer optimizer, Loss loss, List<Metric> metrics, List<Metric> weightedMetrics) {
    this(optimizer, List.of(new OutputGoal(loss, 1, metrics, weightedMetrics)));
  }

  /** For a model with one output, without weighted metrics. */
  public Compilation(Optimizer optimizer, Loss loss, List<Metric> metrics) {
    this(optimizer, loss, metrics, List.of());
  }

  /**
   * The loss of the only output.
   *
   * @throws LaminaException if there are several
   */
  public Loss loss() {
    Loss loss = only().loss();
    if (loss == null) {
      throw new IllegalStateException("the only output has no loss");
    }
    return loss;
  }

  /** The metrics of the only output. */
  public List<Metric> metrics() {
    return only().metrics();
  }

  /** The metrics of the only output that take account of the weights of samples. */
  public List<Metric> weightedMetrics() {
    return only().weightedMetrics();
  }

  private OutputGoal only() {
    if (outputs.size() != 1) {
      throw new LaminaException(
          "the model is compiled for %d outputs, where one is expected; use compilation().outputs()"
              .formatted(outputs.size()));
    }
    return outputs.get(0);
  }

  /**
   * What runs the model needs to know of this.
   *
   * @param names of the outputs
   */
  Objective objective(List<String> names) {
    if (names.size() != outputs.size()) {
      throw new LaminaException(
          "compile was given losses for %d outputs, but the model has %d: %s"
              .formatted(outputs.size(), names.size(), names));
    }
    List<Objective.Head> heads = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      OutputGoal output = outputs.get(i);
      boolean isOne = outputs.size() == 1;
      String lossName = isOne || output.loss() == null ? null : names.get(i) + "_loss";
      String prefix = isOne ? "" : names.get(i) + "_";
      heads.add(
          new Objective.Head(lossName, output.loss(), output.weight(), figures(prefix, output)));
    }
    Objective objective = new Objective(optimizer, heads);
    List<String> all = objective.figureNames();
    if (new HashSet<>(all).size() < all.size()) {
      throw new LaminaException("two figures have one name: " + all);
    }
    return objective;
  }

  /**
   * Names metrics as Keras does: a weighted one is named as it is, or {@code weighted_accuracy}
   * where an unweighted one is named {@code accuracy} too.
   */
  private static List<Figure> figures(String prefix, OutputGoal output) {
    List<Figure> figures = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Metric metric : output.metrics()) {
      taken.add(metric.name());
      figures.add(new Figure(prefix + metric.name(), metric, false));
    }
    for (Metric metric : output.weightedMetrics()) {
      String name = prefix + metric.name();
      figures.add(
          new Figure(taken.contains(metric.name()) ? "weighted_" + name : name, metric, true));
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

  /** For people: optimizer, losses, and the names of the metrics. */
  @Override
  public String toString() {
    List<String> goals = new ArrayList<>();
    for (OutputGoal output : outputs) {
      List<String> figures = figures("", output).stream().map(Figure::name).toList();
      goals.add(
          (output.loss() == null ? "no loss" : output.loss().config()) + ", metrics " + figures);
    }
    return optimizer + ", " + String.join("; ", goals);
  }
}
