package dev.lamina.execution;

import dev.lamina.losses.Loss;
import dev.lamina.metrics.Metric;
import dev.lamina.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.List;

/**
 * What training minimizes, how, and what is reported beside it.
 *
 * @param figures reported beside the loss, in order; their names differ
 */
public record Objective(Optimizer optimizer, Loss loss, List<Figure> figures) {
  /** The name of the loss among the figures, and of its output in graphs. */
  public static final String LOSS = "loss";

  /** The name of the input of graphs with the weights of samples. */
  public static final String SAMPLE_WEIGHT = "sample_weight";

  public Objective {
    figures = List.copyOf(figures);
  }

  /**
   * A metric under the name in which it is reported.
   *
   * @param weighted whether the mean takes account of the weights of samples
   */
  public record Figure(String name, Metric metric, boolean weighted) {}

  /** The names of all figures of an epoch: the loss and the metrics. */
  public List<String> figureNames() {
    List<String> names = new ArrayList<>();
    names.add(LOSS);
    figures.forEach(figure -> names.add(figure.name()));
    return names;
  }
}
