package dev.lamina.layers.arguments;

import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.layers.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lets ops that work along the last axis work along any. */
public final class LastAxis {
  private LastAxis() {}

  /** The argument {@code axis}; Keras 2 wraps that of batch normalization in a list. */
  public static int argument(ConfigReader config) {
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
  public static Value apply(GraphBuilder graph, Value x, int axis, UnaryOperator<Value> body) {
    int rank = x.shape().rank();
    int index = Samples.axis(x.shape(), axis);
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
