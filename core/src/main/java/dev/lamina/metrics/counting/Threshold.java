package dev.lamina.metrics.counting;

import dev.lamina.config.Arguments;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.PerSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The argument {@code thresholds}, of which there is one here: a figure is one number. */
public final class Threshold {
  private Threshold() {}

  public static void require(@Nullable Double threshold) {
    if (threshold != null) {
      Arguments.fraction("threshold", threshold);
    }
  }

  /** Reads {@code thresholds}: null, a number, or a list of one. */
  public static @Nullable Double read(ConfigReader config) {
    Object value = config.value("thresholds");
    if (value instanceof List<?> list && list.size() == 1) {
      value = list.get(0);
    }
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new UnsupportedConfigException(
        "thresholds=%s is not supported; only one number is, as a figure is one number: use a metric of its own name for each threshold"
            .formatted(value));
  }

  /** Which predictions are above the threshold, 0.5 by default, and how that fits the targets. */
  public static Decisions decide(
      GraphBuilder graph,
      Value target,
      Value prediction,
      @Nullable Value weight,
      @Nullable Double threshold) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value limit = graph.scalar(threshold == null ? 0.5 : threshold);
    return Decisions.of(graph, y, graph.binary(BinaryFunction.GREATER, prediction, limit), weight);
  }
}
