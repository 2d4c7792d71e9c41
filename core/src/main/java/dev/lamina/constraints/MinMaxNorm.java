package dev.lamina.constraints;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;

/**
 * Scales L2 norms towards the nearest from {@code minValue} to {@code maxValue}: the new norm is
 * {@code rate} times that plus {@code 1 - rate} times the old one.
 *
 * <pre>{@code
 * new MinMaxNorm(0.5, 2, 0.9, List.of(0, 1, 2)); // each filter of a Conv2D
 * }</pre>
 *
 * @param minValue 0 by default, not below 0
 * @param maxValue 1 by default, not below {@code minValue}
 * @param rate from 0 to 1, how much of the way is gone; 1 by default
 * @param axis the axes along which a norm is taken, negative ones from the end; by default 0, the
 *     inputs of each unit of a dense layer
 */
public record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axis)
    implements Constraint {
  public MinMaxNorm {
    Arguments.notNegative("minValue", minValue);
    Arguments.notNegative("maxValue", maxValue);
    if (minValue > maxValue) {
      throw new IllegalArgumentException(
          "minValue must be <= maxValue, received minValue=%s and maxValue=%s"
              .formatted(minValue, maxValue));
    }
    Arguments.fraction("rate", rate);
    axis = Norms.checked(axis);
  }

  /** Keras's defaults. */
  public MinMaxNorm() {
    this(0, 1);
  }

  /** All of the way, along axis 0. */
  public MinMaxNorm(double minValue, double maxValue) {
    this(minValue, maxValue, 1, List.of(0));
  }

  @Override
  public Value apply(GraphBuilder graph, Value weight) {
    Value norms = Norms.of(graph, weight, axis);
    Value nearest = graph.add(Unary.of(UnaryFunction.CLIP, minValue, maxValue), norms);
    Value desired = graph.plus(graph.linear(nearest, rate, 0), graph.linear(norms, 1 - rate, 0));
    return graph.times(weight, graph.divide(desired, Norms.divisor(graph, norms)));
  }

  /** Reads a config's arguments; {@link Constraints#from} finds the class. */
  public static MinMaxNorm from(ConfigReader config) {
    return new MinMaxNorm(
        config.number("min_value", 0),
        config.number("max_value", 1),
        config.number("rate", 1),
        Norms.axis(config));
  }

  @Override
  public Config config() {
    return Config.of("MinMaxNorm")
        .with("min_value", minValue)
        .with("max_value", maxValue)
        .with("rate", rate)
        .with("axis", Norms.told(axis));
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
