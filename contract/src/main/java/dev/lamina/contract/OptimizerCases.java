package dev.lamina.contract;

import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import java.util.ArrayList;
import java.util.List;

/** Updates of weights of any shape, with and without each of their options. */
final class OptimizerCases {
  private OptimizerCases() {}

  private static double weightDecay(CaseBuilder c) {
    return c.coin() ? 0 : c.uniform(0, 0.1);
  }

  /** Parameters, gradients and rate. */
  private static List<Value> inputs(CaseBuilder c) {
    Shape shape = c.shape(c.between(0, 4));
    Value p = c.input("p", shape);
    Value g = c.input("g", shape);
    Value rate = c.input("rate", Shape.scalar(), () -> c.choose(List.of(1e-3, 0.01, 0.1, 1.0)));
    return new ArrayList<>(List.of(p, g, rate));
  }

  private static Value slot(CaseBuilder c, String name, List<Value> inputs) {
    return c.input(name, inputs.get(0).shape());
  }

  private static void expect(CaseBuilder c, Op op, List<Value> inputs, String... names) {
    List<Value> outputs = c.add(op, inputs);
    for (int i = 0; i < names.length; i++) {
      c.expectClose(names[i], outputs.get(i));
    }
  }

  static void sgd(CaseBuilder c) {
    double momentum = c.coin() ? 0 : c.uniform(0.1, 0.99);
    SgdUpdate op = new SgdUpdate(momentum, c.coin(), weightDecay(c));
    List<Value> inputs = inputs(c);
    if (momentum == 0) {
      expect(c, op, inputs, "p'");
    } else {
      inputs.add(slot(c, "momentum", inputs));
      expect(c, op, inputs, "p'", "momentum'");
    }
  }

  static void rmsProp(CaseBuilder c) {
    double momentum = c.coin() ? 0 : c.uniform(0.1, 0.99);
    RmsPropUpdate op =
        new RmsPropUpdate(c.uniform(0.5, 0.95), momentum, 1e-7, c.coin(), weightDecay(c));
    List<Value> inputs = inputs(c);
    List<String> names = new ArrayList<>(List.of("p'", "velocity'"));
    // A mean of squares exceeds the squared mean; the gap keeps what is left clear of cancellation.
    inputs.add(c.input("velocity", inputs.get(0).shape(), () -> c.uniform(0.5, 2)));
    if (momentum != 0) {
      inputs.add(slot(c, "momentum", inputs));
      names.add("momentum'");
    }
    if (op.centered()) {
      inputs.add(c.input("average", inputs.get(0).shape(), () -> c.uniform(-0.5, 0.5)));
      names.add("average'");
    }
    expect(c, op, inputs, names.toArray(String[]::new));
  }

  static void adam(CaseBuilder c) {
    AdamUpdate op =
        new AdamUpdate(
            c.choose(List.of(0.9, 0.5)),
            c.choose(List.of(0.999, 0.99)),
            c.choose(List.of(1e-7, 1e-3)),
            c.coin(),
            weightDecay(c));
    List<Value> inputs = inputs(c);
    List<String> names = new ArrayList<>(List.of("p'", "m'", "v'"));
    inputs.add(c.counter("step", c.coin() ? c.between(1, 10) : c.between(1, 100_000)));
    boolean first = c.oneIn(4); // both moments are still 0
    inputs.add(c.input("m", inputs.get(0).shape(), () -> first ? 0 : c.normalOrZero()));
    inputs.add(c.input("v", inputs.get(0).shape(), () -> first ? 0 : c.uniform(0.1, 2)));
    if (op.amsgrad()) {
      inputs.add(c.input("vMax", inputs.get(0).shape(), () -> first ? 0 : c.uniform(0, 2)));
      names.add("vMax'");
    }
    expect(c, op, inputs, names.toArray(String[]::new));
  }

  static void movingAverage(CaseBuilder c) {
    Shape shape = c.shape(c.between(0, 4));
    MovingAverage op = new MovingAverage(c.choose(List.of(0.99, 0.9, 0.5, 0.0)));
    Value old = c.input("old", shape);
    Value current = c.input("current", shape);
    c.expectClose("average", c.add(op, List.of(old, current)).get(0));
  }
}
