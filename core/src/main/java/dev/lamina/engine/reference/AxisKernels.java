package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.Broadcast;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.Transpose;
import java.util.Arrays;

/** Ops that join, repeat or reorder axes. */
final class AxisKernels {
  private AxisKernels() {}

  /** Every input element joins the output element that its reduced axes leave. */
  static Step reduce(Reduction op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    IndexMap toY = IndexMap.broadcast(op.shape(x.shape(), true), x.shape());
    boolean max = op.function() == ReductionFunction.MAX;
    double count = op.function() == ReductionFunction.MEAN ? (double) x.size() / y.size() : 1;
    double[] results = new double[y.size()];
    return () -> {
      Arrays.fill(results, max ? Double.NEGATIVE_INFINITY : 0);
      for (int i = 0; i < x.size(); i++) {
        int target = toY.index(i);
        double value = x.get(i);
        results[target] = max ? Math.max(results[target], value) : results[target] + value;
      }
      for (int i = 0; i < y.size(); i++) {
        y.set(i, results[i] / count);
      }
    };
  }

  static Step broadcast(Broadcast op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    return copy(x, y, IndexMap.broadcast(x.shape(), y.shape()));
  }

  static Step transpose(Transpose op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    return copy(x, y, IndexMap.transpose(x.shape(), op.permutation()));
  }

  static Step reshape(Reshaping op, Arguments arguments) {
    return ElementKernels.copy(arguments.input(0), arguments.output(0));
  }

  private static Step copy(Array x, Array y, IndexMap toX) {
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        y.set(i, x.get(toX.index(i)));
      }
    };
  }
}
