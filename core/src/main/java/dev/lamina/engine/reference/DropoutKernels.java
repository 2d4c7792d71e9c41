package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.DropoutBits;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.ElementDropoutGradient;

/** Dropout. Its workspace holds 1 for each element kept, 0 for each dropped. */
final class DropoutKernels {
  private DropoutKernels() {}

  static Step forward(ElementDropout op, Arguments arguments) {
    Array x = arguments.input(0);
    Array step = arguments.input(1);
    Array y = arguments.output(0);
    Array mask = arguments.outputIfUsed(1);
    int threshold = DropoutBits.threshold(op.rate());
    return () -> {
      int key = DropoutBits.key(op.seed(), (int) step.get(0));
      for (int i = 0; i < y.size(); i++) {
        boolean keeps = DropoutBits.keeps(key, i, threshold);
        y.set(i, keeps ? x.get(i) / (1 - op.rate()) : 0);
        if (mask != null) {
          mask.set(i, keeps ? 1 : 0);
        }
      }
    };
  }

  static Step inputGradient(ElementDropoutGradient op, Arguments arguments) {
    Array mask = arguments.input(0);
    Array dy = arguments.input(1);
    Array dx = arguments.output(0);
    return () -> {
      for (int i = 0; i < dx.size(); i++) {
        dx.set(i, mask.get(i) == 1 ? dy.get(i) / (1 - op.rate()) : 0);
      }
    };
  }
}
