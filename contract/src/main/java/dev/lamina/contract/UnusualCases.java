package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;

/** What no layer asks for, but the IR allows. */
final class UnusualCases {
  private UnusualCases() {}

  static void unusual(CaseBuilder c) {
    Shape manyAxes = Shape.of(2, c.between(1, 3), 1, c.between(1, 3), 2, c.between(1, 3));
    switch (c.between(0, 6)) {
      case 0 -> AxisCases.binary(c, manyAxes);
      case 1 -> AxisCases.broadcast(c, manyAxes);
      case 2 -> AxisCases.reduce(c, manyAxes);
      case 3 -> AxisCases.transpose(c, manyAxes);
      case 4 -> dilatedPooling(c);
      case 5 -> farPadding(c);
      default -> fusedOddity(c);
    }
  }

  private static void dilatedPooling(CaseBuilder c) {
    Value x = c.input("x", Shape.of(c.batch(), c.between(7, 13), c.between(7, 13), c.channels()));
    Window window = Window.of(c.between(1, 3), c.between(1, 3)).strides(2, 1).dilation(2, 3);
    c.expectExact("y", c.add(new MaxPooling(window), List.of(x)).get(0));
  }

  /** Windows that see nothing but padding. */
  private static void farPadding(CaseBuilder c) {
    int channels = c.between(1, 4);
    Value x = c.input("x", Shape.of(1, 3, 4, channels));
    Window window = Window.of(2, 3).strides(1, 2).padBefore(4, 5).padAfter(0, 6);
    Value filter = c.input("filter", Shape.of(2, 3, channels, 3));
    c.expectSum("y", c.add(Convolution.of(window, 1), List.of(x, filter)).get(0), 6 * channels);
  }

  /** Functions that are no activations, fused into a convolution. */
  private static void fusedOddity(CaseBuilder c) {
    Unary function =
        c.choose(
            List.of(
                Unary.of(UnaryFunction.ABS),
                Unary.of(UnaryFunction.SQUARE),
                Unary.of(UnaryFunction.CLIP, -0.5, 0.5),
                Unary.of(UnaryFunction.LINEAR, 2, 1)));
    Value x = c.input("x", Shape.of(1, 3, 3, 1));
    Value filter = c.input("filter", Shape.of(3, 3, 1, 2));
    Convolution op = new Convolution(Window.of(3, 3), 1, function);
    c.expect("y", c.add(op, List.of(x, filter)).get(0), 1e-5, 9);
  }
}
