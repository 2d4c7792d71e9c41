package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.ElementDropoutGradient;
import java.util.List;

/** Dropout: an element dropped by one engine only is off by all its size. */
final class DropoutCases {
  private DropoutCases() {}

  private static ElementDropout op(CaseBuilder c) {
    double rate = c.choose(List.of(0.0, 0.1, 0.25, 0.5, 0.9, c.uniform(0, 0.95)));
    return new ElementDropout(rate, c.between(Integer.MIN_VALUE / 2, Integer.MAX_VALUE / 2 - 1));
  }

  private static List<Value> forward(CaseBuilder c, ElementDropout op) {
    Shape shape = c.shape(c.between(1, 5));
    Value step = c.counter("step", c.oneIn(5) ? 0 : c.between(1, 100_000));
    return c.add(op, List.of(c.input("x", shape), step));
  }

  private static void expect(CaseBuilder c, String name, Value value, ElementDropout op) {
    c.expect(name, value, 1e-6, 1 / (1 - op.rate()));
  }

  static void forward(CaseBuilder c) {
    ElementDropout op = op(c);
    expect(c, "y", forward(c, op).get(0), op);
  }

  /** Forward and backward together, since the mask is the engine's own. */
  static void gradient(CaseBuilder c) {
    ElementDropout op = op(c);
    List<Value> forward = forward(c, op);
    Value dy = c.input("dy", forward.get(0).shape());
    expect(c, "y", forward.get(0), op);
    expect(
        c,
        "dx",
        c.add(new ElementDropoutGradient(op.rate()), List.of(forward.get(1), dy)).get(0),
        op);
  }
}
