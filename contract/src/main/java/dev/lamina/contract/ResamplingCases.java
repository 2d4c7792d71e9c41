package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;
import java.util.List;
import java.util.stream.IntStream;

/** Enlarged images and their gradients. */
final class ResamplingCases {
  private ResamplingCases() {}

  static void forward(CaseBuilder c) {
    Resampling op = op(c);
    Value x = BoxCases.tensor(c, "x", images(c, op));
    Value y = c.add(op, List.of(x)).get(0);
    if (op.interpolation() == Interpolation.NEAREST) {
      c.expectExact("y", y);
    } else {
      c.expectSum("y", y, 1 << op.factors().size());
    }
  }

  static void gradient(CaseBuilder c) {
    Resampling op = op(c);
    Shape large = images(c, op);
    int terms = 1 << op.factors().size();
    for (int axis = 0; axis < op.factors().size(); axis++) {
      int factor = op.factors().get(axis);
      large = large.with(axis + 1, large.dim(axis + 1) * factor);
      terms *= factor;
    }
    Value dy = BoxCases.tensor(c, "dy", large);
    Value dx = c.add(new ResamplingGradient(op), List.of(dy)).get(0);
    c.expectSum("dx", dx, terms);
  }

  /** Of factors and sizes: volumes are to stay small. */
  private static int most(int axes) {
    return axes == 3 ? 2 : 5;
  }

  private static Resampling op(CaseBuilder c) {
    Interpolation interpolation = c.choose(List.of(Interpolation.values()));
    int axes = c.choose(List.of(1, 2, 2, 2, 3));
    int most = most(axes);
    int factor = c.between(1, most);
    return new Resampling(
        IntStream.range(0, axes).mapToObj(i -> c.coin() ? factor : c.between(1, most)).toList(),
        interpolation);
  }

  private static Shape images(CaseBuilder c, Resampling op) {
    int most = most(op.factors().size());
    IntStream sizes = op.factors().stream().mapToInt(factor -> c.between(1, most));
    return Shape.of(
        IntStream.concat(IntStream.of(c.batch()), IntStream.concat(sizes, IntStream.of(c.width())))
            .toArray());
  }
}
