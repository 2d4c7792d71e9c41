package dev.lamina.models;

import dev.lamina.losses.Loss;
import dev.lamina.metrics.Metric;
import dev.lamina.optimizers.Optimizer;
import java.util.List;

/**
 * What {@link Model#compile} was given, resolved.
 *
 * <pre>{@code
 * String optimizer = model.compilation().optimizer().config().className(); // Adam
 * }</pre>
 */
public record Compilation(Optimizer optimizer, Loss loss, List<Metric> metrics) {
  public Compilation {
    metrics = List.copyOf(metrics);
  }
}
