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
 * Scales what has an L2 norm above {@code maxValue} down to it (Srivastava et al., 2014).
 *
 * <pre>{@code
 * new MaxNorm(2, List.of(0, 1, 2)); // each filter of a Conv2D
 * }</pre>
 *
 * @param maxValue 2 by default, not below 0
 * @param axis the axes along which a norm is taken, negative ones from the end; by default 0, the
 *     inputs of each unit of a dense layer
 */
public record MaxNorm(double maxValue, List<Integer> axis) implements Constraint {
  public MaxNorm {
    Arguments.notNegative("maxValue", maxValue);
    axis = Norms.checked(axis);
  }

  /** Keras's defaults. */
  public MaxNorm() {
    this(2);
  }

  /** Along axis 0. */
  public MaxNorm(double maxValue) {
    this(maxValue, List.of(0));
  }

  @Override
  public Value apply(GraphBuilder graph, Value weight) {
    Value norms = Norms.of(graph, weight, axis);
    Value desired = graph.add(Unary.of(UnaryFunction.CLIP, 0, maxValue), norms);
    return graph.times(weight, graph.divide(desired, Norms.divisor(graph, norms)));
  }

  /** Reads a config's arguments; {@link Constraints#from} finds the class. */
  public static MaxNorm from(ConfigReader config) {
    return new MaxNorm(config.number("max_value", 2), Norms.axis(config));
  }

  @Override
  public Config config() {
    return Config.of("MaxNorm").with("max_value", maxValue).with("axis", Norms.told(axis));
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
