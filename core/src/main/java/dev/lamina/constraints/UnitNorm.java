package dev.lamina.constraints;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * Scales to an L2 norm of 1.
 *
 * <pre>{@code
 * new UnitNorm(List.of(0, 1, 2)); // each filter of a Conv2D
 * }</pre>
 *
 * @param axis the axes along which a norm is taken, negative ones from the end; by default 0, the
 *     inputs of each unit of a dense layer
 */
public record UnitNorm(List<Integer> axis) implements Constraint {
  public UnitNorm {
    axis = Norms.checked(axis);
  }

  /** Along axis 0. */
  public UnitNorm() {
    this(List.of(0));
  }

  @Override
  public Value apply(GraphBuilder graph, Value weight) {
    return graph.divide(weight, Norms.divisor(graph, Norms.of(graph, weight, axis)));
  }

  /** Reads a config's arguments; {@link Constraints#from} finds the class. */
  public static UnitNorm from(ConfigReader config) {
    return new UnitNorm(Norms.axis(config));
  }

  @Override
  public Config config() {
    return Config.of("UnitNorm").with("axis", Norms.told(axis));
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
