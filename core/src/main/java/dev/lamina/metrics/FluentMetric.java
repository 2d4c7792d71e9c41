package dev.lamina.metrics;

import dev.lamina.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * What the metrics of Keras share: a name, and being equal if their configs are. Metrics are
 * immutable; what looks like a setter returns a changed copy.
 *
 * <pre>{@code
 * new Recall().topK(2).named("recall_of_two");
 * }</pre>
 *
 * @param <M> the metric itself
 */
public abstract class FluentMetric<M extends FluentMetric<M>> {
  private final String className;
  private final String name;

  /** For this package's metrics. */
  FluentMetric(String className, String name) {
    this.className = className;
    this.name = name;
  }

  /** The same with this name. */
  abstract M withName(String name);

  /** A copy that is reported under this name; the class's in snake case by default. */
  public final M named(String name) {
    return withName(name);
  }

  /** The name in the history. */
  public final String name() {
    return name;
  }

  /** The class and arguments with which Keras would write this metric. */
  public abstract Config config();

  /** The start of the config, in Keras's order. */
  final Config baseConfig() {
    return Config.of(className).with("name", name).with("dtype", "float32");
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof FluentMetric<?> metric
        && getClass() == metric.getClass()
        && config().equals(metric.config());
  }

  @Override
  public final int hashCode() {
    return config().hashCode();
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public final String toString() {
    return config().toString();
  }
}
