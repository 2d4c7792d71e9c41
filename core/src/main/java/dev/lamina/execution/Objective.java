package dev.lamina.execution;

import dev.lamina.losses.Loss;
import dev.lamina.metrics.Metric;
import dev.lamina.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What training minimizes, how, and what is reported beside it.
 *
 * @param heads one for each output of the model, in order
 */
public record Objective(Optimizer optimizer, List<Head> heads) {
  /** The name of the loss among the figures, and of its output in graphs. */
  public static final String LOSS = "loss";

  /** The name of the input of graphs with the weights of samples. */
  public static final String SAMPLE_WEIGHT = "sample_weight";

  public Objective {
    heads = List.copyOf(heads);
  }

  /**
   * What is wanted of one output.
   *
   * @param lossName the name in which its loss is reported; null where that of all outputs says it
   * @param loss null where the output is not trained
   * @param weight of its loss in that of all outputs
   * @param figures reported beside the loss, in order; names differ among all heads
   */
  public record Head(
      @Nullable String lossName, @Nullable Loss loss, double weight, List<Figure> figures) {
    public Head {
      figures = List.copyOf(figures);
    }
  }

  /**
   * A metric under the name in which it is reported.
   *
   * @param weighted whether it takes account of the weights of samples
   */
  public record Figure(String name, Metric metric, boolean weighted) {}

  /** The names of all figures of an epoch: the loss, those of single outputs, the metrics. */
  public List<String> figureNames() {
    List<String> names = new ArrayList<>();
    names.add(LOSS);
    names.addAll(lossNames());
    figures().forEach(figure -> names.add(figure.name()));
    return names;
  }

  /** The names of the losses of single outputs, where there are several. */
  List<String> lossNames() {
    List<String> names = new ArrayList<>();
    for (Head head : heads) {
      if (head.lossName() != null) {
        names.add(head.lossName());
      }
    }
    return names;
  }

  /** Whether the loss of a sample depends on the others of its batch. */
  boolean isOfWholeBatches() {
    return heads.stream().anyMatch(head -> head.loss() != null && head.loss().isOfWholeBatch());
  }

  /** The figures of all outputs. */
  List<Figure> figures() {
    return heads.stream().flatMap(head -> head.figures().stream()).toList();
  }
}
