package dev.lamina.models;

import dev.lamina.losses.Loss;
import dev.lamina.metrics.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Head} whose metrics are known.
 *
 * <pre>{@code
 * Loss loss = model.compilation().outputs().get(0).loss();
 * }</pre>
 *
 * @param loss null where the output is not trained
 * @param weight of the loss in the sum that is minimized
 * @param metrics each over all samples, whatever they weigh
 * @param weightedMetrics each with the weights of the samples
 */
public record OutputGoal(
    @Nullable Loss loss, double weight, List<Metric> metrics, List<Metric> weightedMetrics) {
  public OutputGoal {
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
  }

  /** For people: loss, weight and the names of the metrics. */
  @Override
  public String toString() {
    return "%s, weight %s, metrics %s, weighted metrics %s"
        .formatted(
            loss == null ? "no loss" : loss.config(),
            weight,
            metrics.stream().map(Metric::name).toList(),
            weightedMetrics.stream().map(Metric::name).toList());
  }
}
