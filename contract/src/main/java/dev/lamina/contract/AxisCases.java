package dev.lamina.contract;

import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.Broadcast;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Ops about axes: broadcasting, joining, repeating and reordering them. */
final class AxisCases {
  private AxisCases() {}

  static void binary(CaseBuilder c) {
    binary(c, c.shape(c.between(0, 4)));
  }

  static void binary(CaseBuilder c, Shape full) {
    BinaryFunction function = c.choose(List.of(BinaryFunction.values()));
    Shape other = c.coin() ? full : broadcastable(c, full);
    boolean swapped = c.coin();
    DoubleSupplier wholes = () -> c.between(-2, 2); // often equal
    DoubleSupplier elements = c.coin() ? wholes : c::normalOrZero;
    Value a = c.input("a", swapped ? other : full, elements);
    Value b =
        function == BinaryFunction.DIVIDE
            ? c.input("b", swapped ? full : other, () -> c.sign() * c.uniform(0.2, 3))
            : c.input("b", swapped ? full : other, elements);
    Value y = c.add(new Binary(function), List.of(a, b)).get(0);
    c.expect("y", y, 1e-6, 0);
  }

  /** Some dimensions set to 1, some leading ones left out. */
  private static Shape broadcastable(CaseBuilder c, Shape full) {
    int[] dims = full.toArray();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = c.coin() ? 1 : dims[axis];
    }
    return Shape.of(Arrays.copyOfRange(dims, c.between(0, dims.length), dims.length));
  }

  static void broadcast(CaseBuilder c) {
    broadcast(c, c.shape(c.between(0, 4)));
  }

  static void broadcast(CaseBuilder c, Shape full) {
    Value x = c.input("x", broadcastable(c, full));
    c.expectExact("y", c.add(new Broadcast(full), List.of(x)).get(0));
  }

  /** To bfloat16 and back; every rounding is exactly defined. */
  static void cast(CaseBuilder c) {
    double scale = Math.pow(2, c.between(-90, 90));
    Value x =
        c.parameter(
            "x",
            c.shape(c.between(0, 4)),
            () -> scale * (c.coin() ? c.normal() : c.between(-600, 600)));
    Value rounded = c.graph().cast(x, DType.BFLOAT16);
    c.expectExact("y", c.graph().cast(rounded, DType.FLOAT32));
  }

  static void reduce(CaseBuilder c) {
    reduce(c, c.shape(c.between(1, 4)));
  }

  static void reduce(CaseBuilder c, Shape shape) {
    List<Integer> axes = new ArrayList<>();
    boolean overImage = shape.rank() == 4 && c.oneIn(3);
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (overImage ? axis == 1 || axis == 2 : c.coin()) {
        axes.add(axis);
      }
    }
    if (axes.isEmpty()) {
      axes.add(c.between(0, shape.rank() - 1));
    }
    ReductionFunction function = c.choose(List.of(ReductionFunction.values()));
    Value x = c.input("x", shape);
    Value y = c.add(new Reduction(function, axes, c.coin()), List.of(x)).get(0);
    if (function == ReductionFunction.MAX) {
      c.expectExact("y", y);
    } else {
      c.expectSum("y", y, shape.size() / y.shape().size());
    }
  }

  static void reshape(CaseBuilder c) {
    Value x = c.input("x", c.shape(c.between(0, 4)));
    c.expectExact("y", c.add(new Reshaping(regrouped(c, x.shape())), List.of(x)).get(0));
  }

  /** The same elements under fewer or more axes. */
  private static Shape regrouped(CaseBuilder c, Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (dims.isEmpty() || c.coin()) {
        dims.add(shape.dim(axis));
      } else {
        dims.set(dims.size() - 1, dims.get(dims.size() - 1) * shape.dim(axis));
      }
    }
    if (c.oneIn(3)) {
      dims.add(c.between(0, dims.size()), 1);
    }
    return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  static void transpose(CaseBuilder c) {
    transpose(c, c.oneIn(4) ? Shape.of(3, 3) : c.shape(c.between(1, 4)));
  }

  static void transpose(CaseBuilder c, Shape shape) {
    Value x = c.input("x", shape);
    List<Integer> axes = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
    Collections.shuffle(axes, new Random(c.between(0, Integer.MAX_VALUE - 1)));
    c.expectExact("y", c.add(new Transpose(axes), List.of(x)).get(0));
  }

  static void fill(CaseBuilder c) {
    double value = c.choose(List.of(0.0, 1.0, -1.0, 0.1, c.normal()));
    Value y = c.add(new Fill(c.shape(c.between(0, 4)), value), List.of()).get(0);
    c.expect("y", y, 1e-7, 0);
  }
}
