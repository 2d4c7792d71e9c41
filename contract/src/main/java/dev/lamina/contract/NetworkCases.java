package dev.lamina.contract;

import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Convolution, relu, max pooling, perhaps batch normalization, convolution, average pooling, dense;
 * forward and backward. Until relu and max pooling have chosen, all numbers are small and whole, so
 * that every engine has the same ones and chooses alike, ties included.
 */
final class NetworkCases {
  private NetworkCases() {}

  static void network(CaseBuilder c) {
    GraphBuilder g = c.graph();
    Map<String, Value> wanted = new LinkedHashMap<>();
    Value x = c.input("x", samples(c), () -> c.between(-2, 2));
    wanted.put("x", x);
    Value y = convolution(c, "1", x, wanted);
    y = g.unary(UnaryFunction.RELU, y);
    y = g.add(new MaxPooling(same(y, 2, c.between(1, 2))), y);
    if (c.coin()) {
      y = batchNorm(c, y, wanted);
    }
    y = convolution(c, "2", y, wanted);
    if (c.coin()) {
      y = g.addAll(new ElementDropout(0.25, 7), List.of(y, c.counter("step", 3))).get(0);
    }
    y = g.add(Unary.of(UnaryFunction.TANH), g.linear(y, 0.1, 0));
    y = g.add(new AveragePooling(same(y, 2, 2)), y);
    y = dense(c, y, wanted);
    Value upstream = c.input("upstream", y.shape());
    Value loss = g.reduceAll(ReductionFunction.SUM, g.times(y, upstream));
    c.expect("y", y, 1e-4, 1);
    Map<Value, Value> gradients = Gradients.of(g, loss, wanted.values());
    wanted.forEach((name, value) -> c.expect("d" + name, find(gradients, value), 1e-4, 1));
  }

  /** Images, and sometimes sequences or volumes. */
  private static Shape samples(CaseBuilder c) {
    int channels = c.choose(List.of(1, 3, 17));
    int batch = c.between(2, 3);
    return switch (c.between(0, 5)) {
      case 0 -> Shape.of(batch, c.between(5, 40), channels);
      case 1 -> Shape.of(batch, c.between(3, 6), c.between(3, 6), c.between(3, 6), channels);
      default -> Shape.of(batch, c.between(5, 11), c.between(5, 11), channels);
    };
  }

  private static Value find(Map<Value, Value> gradients, Value value) {
    return Objects.requireNonNull(gradients.get(value));
  }

  private static Window same(Value x, int kernel, int stride) {
    int[] sizes = Arrays.copyOfRange(x.shape().toArray(), 1, x.shape().rank() - 1);
    int[] kernels = new int[sizes.length];
    int[] strides = new int[sizes.length];
    Arrays.fill(kernels, kernel);
    Arrays.fill(strides, stride);
    return Window.of(kernels).strides(strides).same(sizes);
  }

  private static Value convolution(CaseBuilder c, String name, Value x, Map<String, Value> wanted) {
    Window window = same(x, 3, c.between(1, 2));
    int filters = c.choose(List.of(3, 8, 16, 17, 32));
    Shape shape = window.filterShape(x.shape().dim(-1), filters);
    Value filter = c.input("filter" + name, shape, () -> c.between(-1, 1));
    Value bias = c.input("bias" + name, Shape.of(filters), () -> c.between(-1, 1));
    wanted.put("filter" + name, filter);
    wanted.put("bias" + name, bias);
    return c.add(Convolution.of(window, 1), List.of(x, filter, bias)).get(0);
  }

  private static Value batchNorm(CaseBuilder c, Value x, Map<String, Value> wanted) {
    Shape channels = Shape.of(x.shape().dim(-1));
    Value gamma = c.parameter("gamma", channels, () -> c.uniform(0.5, 1));
    Value beta = c.parameter("beta", channels, () -> c.uniform(-1, 1));
    wanted.put("gamma", gamma);
    wanted.put("beta", beta);
    return c.add(new BatchNormTraining(0.1, true, true), List.of(x, gamma, beta)).get(0);
  }

  private static Value dense(CaseBuilder c, Value x, Map<String, Value> wanted) {
    GraphBuilder g = c.graph();
    int elements = x.shape().sizeFrom(1);
    Value flat = g.reshape(x, Shape.of(x.shape().dim(0), elements));
    double spread = 1 / Math.sqrt(elements);
    Value weights = c.input("weights", Shape.of(elements, 10), () -> spread * c.normal());
    Value bias = c.input("bias", Shape.of(10));
    wanted.put("weights", weights);
    wanted.put("bias", bias);
    return g.add(InnerProduct.PLAIN, flat, weights, bias);
  }
}
