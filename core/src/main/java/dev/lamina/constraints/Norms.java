package dev.lamina.constraints;

import dev.lamina.ShapeException;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.Arrays;
import java.util.List;

/** L2 norms along axes, which may be counted from the end. */
final class Norms {
  private static final double EPSILON = 1e-7; // keras.config.epsilon()

  private Norms() {}

  static Value of(GraphBuilder graph, Value weight, List<Integer> axis) {
    int rank = weight.shape().rank();
    for (int each : axis) {
      if (each < -rank || each >= rank) {
        throw new ShapeException(
            "a constraint's axis %d does not fit a weight of shape %s; expected an axis from %d to %d"
                .formatted(each, weight.shape(), -rank, rank - 1));
      }
    }
    List<Integer> axes =
        axis.stream().map(each -> each < 0 ? each + rank : each).distinct().sorted().toList();
    Value squares = graph.unary(UnaryFunction.SQUARE, weight);
    return graph.unary(
        UnaryFunction.SQRT, graph.reduce(ReductionFunction.SUM, squares, axes, true));
  }

  /** The divisor of a weight with these norms, above 0. */
  static Value divisor(GraphBuilder graph, Value norms) {
    return graph.linear(norms, 1, EPSILON);
  }

  /** The axes of a config, where one may stand alone; 0 by default. */
  static List<Integer> axis(ConfigReader config) {
    if (config.value("axis") instanceof List<?>) {
      return Arrays.stream(config.integers("axis")).boxed().toList();
    }
    return List.of(config.integer("axis", 0));
  }

  /** Axes as Keras writes them: one stands alone. */
  static Object told(List<Integer> axis) {
    return axis.size() == 1 ? axis.get(0) : axis;
  }

  static List<Integer> checked(List<Integer> axis) {
    if (axis.isEmpty()) {
      throw new IllegalArgumentException(
          "axis must name one axis or more, received none; 0 is that of a dense layer's inputs");
    }
    return List.copyOf(axis);
  }
}
