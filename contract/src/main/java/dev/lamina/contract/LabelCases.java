package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.OneHot;
import java.util.List;

/** Labels and predictions, with ties and with labels that are no class. Nothing is rounded here. */
final class LabelCases {
  private LabelCases() {}

  static void oneHot(CaseBuilder c) {
    int depth = c.between(1, 20);
    Shape shape = c.shape(c.between(0, 3));
    Value labels = c.input("labels", shape, () -> c.between(-1, depth));
    c.expectExact("y", c.add(new OneHot(depth), List.of(labels)).get(0));
  }

  static void argMax(CaseBuilder c) {
    Value x = predictions(c, c.shape(c.between(1, 4)));
    c.expectExact("y", c.add(new ArgMax(), List.of(x)).get(0));
  }

  static void inTopK(CaseBuilder c) {
    Value predictions = predictions(c, Shape.of(c.between(1, 20), c.between(1, 20)));
    int classes = predictions.shape().dim(1);
    Value labels =
        c.input("labels", Shape.of(predictions.shape().dim(0)), () -> c.between(-1, classes));
    int k = c.between(1, classes + 1);
    c.expectExact("y", c.add(new InTopK(k), List.of(predictions, labels)).get(0));
  }

  private static Value predictions(CaseBuilder c, Shape shape) {
    return c.coin() ? c.input("x", shape) : c.input("x", shape, () -> c.between(-2, 2));
  }
}
