package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.Concatenation;
import dev.lamina.ir.ops.Slicing;
import dev.lamina.ir.ops.ZeroPadding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ops that put boxes into tensors or cut them out. */
final class BoxKernels {
  private BoxKernels() {}

  static Step concatenate(Concatenation op, Arguments arguments) {
    Array y = arguments.output(0);
    List<Runnable> copies = new ArrayList<>();
    List<Integer> begin = new ArrayList<>(Collections.nCopies(y.shape().rank(), 0));
    for (int i = 0; arguments.inputIfGiven(i) != null; i++) {
      Array x = arguments.input(i);
      IndexMap toY = IndexMap.box(x.shape(), y.shape(), begin);
      copies.add(() -> put(x, y, toY));
      begin.set(op.axis(), begin.get(op.axis()) + x.shape().dim(op.axis()));
    }
    return () -> copies.forEach(Runnable::run);
  }

  static Step slice(Slicing op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    IndexMap toX = IndexMap.box(y.shape(), x.shape(), op.begin());
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        y.set(i, x.get(toX.index(i)));
      }
    };
  }

  static Step pad(ZeroPadding op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    IndexMap toY = IndexMap.box(x.shape(), y.shape(), op.low());
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        y.set(i, 0);
      }
      put(x, y, toY);
    };
  }

  private static void put(Array x, Array y, IndexMap toY) {
    for (int i = 0; i < x.size(); i++) {
      y.set(toY.index(i), x.get(i));
    }
  }
}
