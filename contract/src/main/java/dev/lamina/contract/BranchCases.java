package dev.lamina.contract;

import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An image and what a convolution makes of it, joined: by a shortcut, by weights of the channels
 * (squeeze and excite), by the channels of both, or across two scales; forward and backward.
 */
final class BranchCases {
  private BranchCases() {}

  static void branches(CaseBuilder c) {
    GraphBuilder g = c.graph();
    Map<String, Value> wanted = new LinkedHashMap<>();
    int channels = c.choose(List.of(1, 3, 8, 16, 17, 32));
    Shape images = Shape.of(c.between(1, 3), 2 * c.between(1, 4), 2 * c.between(1, 4), channels);
    Value x = c.input("x", images);
    double spread = 1 / Math.sqrt(9 * channels);
    Value filter = c.input("filter", Shape.of(3, 3, channels, channels), () -> spread * c.normal());
    wanted.put("x", x);
    wanted.put("filter", filter);
    Window window = Window.of(3, 3).same(images.dim(1), images.dim(2));
    Value z = c.add(Convolution.of(window, 1), List.of(x, filter)).get(0);
    Value y =
        switch (c.between(0, 4)) {
          case 0 -> g.plus(z, x);
          case 1 -> g.times(z, weights(g, z));
          case 2 -> g.plus(x, g.times(weights(g, z), z));
          case 3 -> g.concatenate(c.between(1, 3), c.coin() ? List.of(z, x) : List.of(x, z, x));
          default -> acrossScales(c, g, z, x);
        };
    Value upstream = c.input("upstream", y.shape());
    Value loss = g.reduceAll(ReductionFunction.SUM, g.times(y, upstream));
    c.expect("y", y, 1e-5, 1);
    Map<Value, Value> gradients = Gradients.of(g, loss, wanted.values());
    wanted.forEach(
        (name, value) ->
            c.expect("d" + name, Objects.requireNonNull(gradients.get(value)), 1e-4, 1));
  }

  /** Of shape {@code (N, 1, 1, C)}, from 0 to 1. */
  private static Value weights(GraphBuilder g, Value z) {
    Value means = g.reduce(ReductionFunction.MEAN, z, List.of(1, 2), true);
    return g.unary(UnaryFunction.SIGMOID, means);
  }

  /** Half as large by slicing, enlarged again, and put beside the whole. */
  private static Value acrossScales(CaseBuilder c, GraphBuilder g, Value z, Value x) {
    Shape shape = z.shape();
    Shape half = shape.with(1, shape.dim(1) / 2).with(2, shape.dim(2) / 2);
    Value part = g.slice(z, List.of(0, 0, half.dim(2), 0), half);
    Value large =
        g.add(new Resampling(List.of(2, 2), c.choose(List.of(Interpolation.values()))), part);
    Value joined = g.concatenate(3, List.of(large, x));
    Value padded = g.pad(joined, List.of(0, 1, 0, 0), List.of(0, 0, 2, 0));
    return g.binary(BinaryFunction.MULTIPLY, padded, padded);
  }
}
