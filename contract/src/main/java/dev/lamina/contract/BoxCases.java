package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Concatenation;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.Slicing;
import dev.lamina.ir.ops.ZeroPadding;
import java.util.ArrayList;
import java.util.List;

/** Ops that put boxes into tensors or cut them out, of images that convolutions left in blocks. */
final class BoxCases {
  private BoxCases() {}

  static void concatenation(CaseBuilder c) {
    Shape shape = shape(c);
    int axis = c.oneIn(3) ? c.between(0, shape.rank() - 1) : shape.rank() - 1;
    List<Value> parts = new ArrayList<>();
    int count = c.between(1, 4);
    for (int i = 0; i < count; i++) {
      int size = axis == shape.rank() - 1 ? c.width() : c.between(1, 4);
      parts.add(tensor(c, "" + (char) ('a' + i), shape.with(axis, size)));
    }
    c.expectExact("y", c.add(new Concatenation(axis), parts).get(0));
  }

  static void slicing(CaseBuilder c) {
    Value x = tensor(c, "x", shape(c));
    List<Integer> begin = new ArrayList<>();
    int[] size = x.shape().toArray();
    for (int axis = 0; axis < size.length; axis++) {
      int whole = size[axis];
      int unit = whole % 8 == 0 && c.coin() ? 8 : 1;
      begin.add(c.coin() ? 0 : unit * c.between(0, whole / unit - 1));
      int rest = whole - begin.get(axis);
      size[axis] = c.coin() ? rest : unit * c.between(1, rest / unit);
    }
    c.expectExact("y", c.add(new Slicing(begin, Shape.of(size)), List.of(x)).get(0));
  }

  static void padding(CaseBuilder c) {
    Value x = tensor(c, "x", shape(c));
    List<Integer> low = new ArrayList<>();
    List<Integer> high = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      int unit = axis == 3 && c.coin() ? 8 : 1;
      low.add(c.coin() ? 0 : unit * c.between(0, 3));
      high.add(c.coin() ? 0 : unit * c.between(0, 3));
    }
    c.expectExact("y", c.add(new ZeroPadding(low, high), List.of(x)).get(0));
  }

  private static Shape shape(CaseBuilder c) {
    if (c.coin()) {
      return c.shape(c.between(1, 4));
    }
    return Shape.of(c.batch(), c.between(1, 5), c.between(1, 5), c.width());
  }

  /** An input, or what a convolution makes of one, in the layout that it chooses. */
  static Value tensor(CaseBuilder c, String name, Shape shape) {
    if (shape.rank() != 4 || c.oneIn(3)) {
      return c.input(name, shape);
    }
    // One product of small whole numbers each, so that all engines have the same ones.
    Value x = c.input(name, shape.with(3, 1), () -> c.between(-4, 4));
    Value filter =
        c.input(name + "Filter", Shape.of(1, 1, 1, shape.dim(3)), () -> c.between(-4, 4));
    return c.add(Convolution.of(Window.of(1, 1), 1), List.of(x, filter)).get(0);
  }
}
