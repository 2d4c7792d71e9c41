package dev.lamina.layers;

import dev.lamina.ShapeException;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lets ops that work along the last axis work along any. */
final class LastAxis {
  private LastAxis() {}

  /** The argument {@code axis}; Keras 2 wraps that of batch normalization in a list. */
  static int argument(ConfigReader config) {
    if (config.value("axis") instanceof List<?>) {
      int[] axes = config.integers("axis");
      if (axes.length != 1) {
        throw new UnsupportedConfigException(
            "axis=%s is not supported; only one axis is".formatted(Arrays.toString(axes)));
      }
      return axes[0];
    }
    return config.integer("axis", -1);
  }

  /** Applies {@code body} to {@code x} with {@code axis} moved last, and moves it back. */
  static Value apply(GraphBuilder graph, Value x, int axis, UnaryOperator<Value> body) {
    int rank = x.shape().rank();
    int index = axis < 0 ? axis + rank : axis;
    if (index < 1 || index >= rank) {
      throw new ShapeException(
          "axis=%d is not an axis of a sample in an input of shape %s; choose 1 to %d, or -1 for"
                  .formatted(axis, x.shape(), rank - 1)
              + " the last");
    }
    if (index == rank - 1) {
      return body.apply(x);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      if (i != index) {
        order.add(i);
      }
    }
    order.add(index);
    Transpose toLast = new Transpose(order);
    return graph.add(toLast.inverse(), body.apply(graph.add(toLast, x)));
  }
}
