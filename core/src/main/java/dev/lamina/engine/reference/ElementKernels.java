package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryGradient;

/** Ops that work on each element by itself. */
final class ElementKernels {
  private ElementKernels() {}

  static Step unary(Unary op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        y.set(i, op.apply(x.get(i)));
      }
    };
  }

  /** {@code dx = dy f'}, where the derivative follows from x, or from y. */
  static Step unaryGradient(UnaryGradient op, Arguments arguments) {
    Array xOrY = arguments.input(0);
    Array dy = arguments.input(1);
    Array dx = arguments.output(0);
    return () -> {
      for (int i = 0; i < dx.size(); i++) {
        dx.set(i, dy.get(i) * op.derivative(xOrY.get(i)));
      }
    };
  }

  static Step binary(Binary op, Arguments arguments) {
    Array a = arguments.input(0);
    Array b = arguments.input(1);
    Array y = arguments.output(0);
    IndexMap toA = IndexMap.broadcast(a.shape(), y.shape());
    IndexMap toB = IndexMap.broadcast(b.shape(), y.shape());
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        y.set(i, op.function().apply(a.get(toA.index(i)), b.get(toB.index(i))));
      }
    };
  }

  static Step fill(Fill op, Arguments arguments) {
    Array y = arguments.output(0);
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        y.set(i, op.value());
      }
    };
  }

  static Step cast(Cast op, Arguments arguments) {
    return copy(arguments.input(0), arguments.output(0));
  }

  static Step copy(Array x, Array y) {
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        y.set(i, x.get(i));
      }
    };
  }
}
