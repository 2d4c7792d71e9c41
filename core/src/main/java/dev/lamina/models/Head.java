package dev.lamina.models;

import dev.lamina.CheckReturnValue;
import dev.lamina.LaminaException;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one output of a model is trained for and measured by.
 *
 * <pre>{@code
 * model.compile(
 *     new Adam(),
 *     Map.of(
 *         "kind", Head.of("sparse_categorical_crossentropy").metrics("accuracy"),
 *         "size", Head.of("mse").metrics("mae").weight(0.5)));
 * }</pre>
 */
@CheckReturnValue
public final class Head {
  private final @Nullable Loss loss;
  private double weight = 1;
  private List<Wanted> metrics = List.of();
  private List<Wanted> weightedMetrics = List.of();

  /** A metric, or the name of one that only the output's shape tells, such as accuracy. */
  private record Wanted(@Nullable String name, @Nullable Metric metric) {
    Metric resolve(Loss loss, Shape output) {
      if (metric != null) {
        return metric;
      }
      return Metrics.resolve(String.valueOf(name), loss, loss.targetShape(output), output);
    }

    @Override
    public String toString() {
      return metric == null ? String.valueOf(name) : metric.name();
    }
  }

  private Head(@Nullable Loss loss) {
    this.loss = loss;
  }

  private Head(Head other) {
    loss = other.loss;
    weight = other.weight;
    metrics = other.metrics;
    weightedMetrics = other.weightedMetrics;
  }

  /** An output with this loss; the name is Keras's. */
  public static Head of(String loss) {
    return of(Losses.get(loss));
  }

  /** An output with this loss. */
  public static Head of(Loss loss) {
    return new Head(loss);
  }

  /** An output that is not trained: data has no targets for it. */
  public static Head untrained() {
    return new Head((Loss) null);
  }

  /**
   * A copy whose loss counts so much in the sum that is minimized; 1 by default.
   *
   * @throws IllegalArgumentException unless it is a finite number
   */
  public Head weight(double weight) {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException("weight must be a number, received " + weight);
    }
    Head copy = new Head(this);
    copy.weight = weight;
    return copy;
  }

  /** A copy with these metrics, by Keras's names. */
  public Head metrics(String... names) {
    Head copy = new Head(this);
    copy.metrics = Stream.of(names).map(name -> new Wanted(name, null)).toList();
    return copy;
  }

  /** A copy with these metrics. */
  public Head metrics(List<Metric> metrics) {
    Head copy = new Head(this);
    copy.metrics = wanted(metrics);
    return copy;
  }

  /** A copy with these metrics that take account of the weights of samples, by Keras's names. */
  public Head weightedMetrics(String... names) {
    Head copy = new Head(this);
    copy.weightedMetrics = Stream.of(names).map(name -> new Wanted(name, null)).toList();
    return copy;
  }

  /** A copy with these metrics that take account of the weights of samples. */
  public Head weightedMetrics(List<Metric> metrics) {
    Head copy = new Head(this);
    copy.weightedMetrics = wanted(metrics);
    return copy;
  }

  private static List<Wanted> wanted(List<Metric> metrics) {
    return metrics.stream().map(metric -> new Wanted(null, metric)).toList();
  }

  /** For people: loss, weight and metrics. */
  @Override
  public String toString() {
    return "%s, weight %s, metrics %s, weighted metrics %s"
        .formatted(loss == null ? "no loss" : loss.config(), weight, metrics, weightedMetrics);
  }

  /** What is wanted of an output of this shape, with all names resolved. */
  OutputGoal resolve(Shape output) {
    if (loss == null) {
      if (!metrics.isEmpty() || !weightedMetrics.isEmpty()) {
        throw new LaminaException("an output with metrics needs a loss");
      }
      return new OutputGoal(null, weight, List.of(), List.of());
    }
    List<Metric> plain = new ArrayList<>();
    metrics.forEach(wanted -> plain.add(wanted.resolve(loss, output)));
    List<Metric> weighted = new ArrayList<>();
    weightedMetrics.forEach(wanted -> weighted.add(wanted.resolve(loss, output)));
    return new OutputGoal(loss, weight, plain, weighted);
  }
}
