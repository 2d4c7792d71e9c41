package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.Largest;
import dev.lamina.ir.ops.OneHot;

/** Ops between labels and predictions. */
final class LabelKernels {
  private LabelKernels() {}

  static Step oneHot(OneHot op, Arguments arguments) {
    Array labels = arguments.input(0);
    Array y = arguments.output(0);
    return () -> {
      for (int i = 0; i < labels.size(); i++) {
        for (int c = 0; c < op.depth(); c++) {
          y.set(i * op.depth() + c, labels.get(i) == c ? 1 : 0);
        }
      }
    };
  }

  static Step argMax(ArgMax op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    int classes = x.shape().dim(-1);
    return () -> {
      for (int i = 0; i < y.size(); i++) {
        int winner = 0;
        for (int c = 1; c < classes; c++) {
          if (Largest.beats(x.get(i * classes + c), x.get(i * classes + winner))) {
            winner = c;
          }
        }
        y.set(i, winner);
      }
    };
  }

  static Step inTopK(InTopK op, Arguments arguments) {
    Array predictions = arguments.input(0);
    Array labels = arguments.input(1);
    Array y = arguments.output(0);
    int classes = predictions.shape().dim(1);
    return () -> {
      for (int n = 0; n < y.size(); n++) {
        int label = (int) labels.get(n);
        boolean isClass = label == labels.get(n) && label >= 0 && label < classes;
        y.set(n, isClass && isInTopK(op, predictions, n * classes, classes, label) ? 1 : 0);
      }
    };
  }

  /** Whether fewer than k predictions are greater than the label's. */
  private static boolean isInTopK(
      InTopK op, Array predictions, int sample, int classes, int label) {
    double own = InTopK.rank(predictions.get(sample + label));
    int greater = 0;
    for (int c = 0; c < classes; c++) {
      greater += predictions.get(sample + c) > own ? 1 : 0;
    }
    return greater < op.k();
  }
}
