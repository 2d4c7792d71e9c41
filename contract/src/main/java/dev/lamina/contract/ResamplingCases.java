package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;
import java.util.List;

/** Enlarged images and their gradients. */
final class ResamplingCases {
  private ResamplingCases() {}

  static void forward(CaseBuilder c) {
    Resampling op = op(c);
    Value x = BoxCases.tensor(c, "x", images(c));
    Value y = c.add(op, List.of(x)).get(0);
    if (op.interpolation() == Interpolation.NEAREST) {
      c.expectExact("y", y);
    } else {
      c.expectSum("y", y, 4);
    }
  }

  static void gradient(CaseBuilder c) {
    Resampling op = op(c);
    Shape small = images(c);
    Shape large = small.with(1, small.dim(1) * op.factorH()).with(2, small.dim(2) * op.factorW());
    Value dy = BoxCases.tensor(c, "dy", large);
    Value dx = c.add(new ResamplingGradient(op), List.of(dy)).get(0);
    c.expectSum("dx", dx, 4 * op.factorH() * op.factorW());
  }

  private static Resampling op(CaseBuilder c) {
    Interpolation interpolation = c.choose(List.of(Interpolation.values()));
    int factorH = c.between(1, 5);
    return new Resampling(factorH, c.coin() ? factorH : c.between(1, 5), interpolation);
  }

  private static Shape images(CaseBuilder c) {
    return Shape.of(c.batch(), c.between(1, 5), c.between(1, 5), c.width());
  }
}
