package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.Unary;
import java.util.List;

/** Pooling over windows that overlap, leave gaps, or reach into padding; inputs with many ties. */
final class PoolingCases {
  private PoolingCases() {}

  /** Small whole numbers tie often; all may be negative, so that padding must not win. */
  private static Value images(CaseBuilder c, Shape shape) {
    return switch (c.between(0, 3)) {
      case 0 -> c.input("x", shape, () -> c.between(-2, 2));
      case 1 -> c.input("x", shape, () -> c.between(0, 1)); // as after relu
      case 2 -> c.input("x", shape, () -> -1 - Math.abs(c.normal()));
      default -> c.input("x", shape);
    };
  }

  /** Choosing rounds nothing; a fused activation does. */
  static void max(CaseBuilder c) {
    Windows.Placed placed = Windows.ofPooling(c, c.width());
    Window window = placed.window();
    Shape shape = placed.images();
    Unary activation = Activations.draw(c);
    Value y = c.add(new MaxPooling(window, activation), List.of(images(c, shape))).get(0);
    if (activation.isIdentity()) {
      c.expectExact("y", y);
    } else {
      ConvolutionCases.expectActivated(c, y, activation, 1);
    }
  }

  /** Forward and backward together, since the workspace is the engine's own. */
  static void maxGradient(CaseBuilder c) {
    Windows.Placed placed = Windows.ofPooling(c, c.width());
    Window window = placed.window();
    Shape shape = placed.images();
    List<Value> forward = c.add(new MaxPooling(window), List.of(images(c, shape)));
    Value dy = c.input("dy", forward.get(0).shape());
    Value dx = c.add(new MaxPoolingGradient(window, shape), List.of(forward.get(1), dy)).get(0);
    c.expectExact("y", forward.get(0));
    c.expectSum("dx", dx, window.taps());
  }

  static void average(CaseBuilder c) {
    Windows.Placed placed = Windows.ofPooling(c, c.width());
    Window window = placed.window();
    Shape shape = placed.images();
    c.expectClose("y", c.add(new AveragePooling(window), List.of(images(c, shape))).get(0));
  }

  static void averageGradient(CaseBuilder c) {
    Windows.Placed placed = Windows.ofPooling(c, c.width());
    Window window = placed.window();
    Shape shape = placed.images();
    Value dy = c.input("dy", window.outputShape(shape, shape.dim(-1)));
    c.expectClose("dx", c.add(new AveragePoolingGradient(window, shape), List.of(dy)).get(0));
  }
}
