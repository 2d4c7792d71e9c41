package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.ChannelSoftmaxGradient;
import java.util.List;

/** Softmax and its logarithm, also of numbers whose exponentials overflow. */
final class SoftmaxCases {
  private SoftmaxCases() {}

  private static Value input(CaseBuilder c) {
    Shape shape = c.shape(c.between(1, 4));
    double spread = c.choose(List.of(1.0, 1.0, 10.0, 200.0));
    return c.input("x", shape, () -> spread * c.normalOrZero());
  }

  static void forward(CaseBuilder c) {
    c.expectClose("y", c.add(new ChannelSoftmax(c.coin()), List.of(input(c))).get(0));
  }

  /** Behind the forward pass, since the gradient is of its output. */
  static void gradient(CaseBuilder c) {
    boolean log = c.coin();
    Value y = c.add(new ChannelSoftmax(log), List.of(input(c))).get(0);
    Value dy = c.input("dy", y.shape());
    Value dx = c.add(new ChannelSoftmaxGradient(log), List.of(y, dy)).get(0);
    // e^y is off by as much as y is, which for the logarithm of a small chance is large.
    c.expect("dx", dx, 2e-5, Math.sqrt(y.shape().dim(-1)));
  }
}
