package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.Shape;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.Largest;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import java.util.Arrays;

/** Ops on class labels, constants and odd reductions, computed in Java. */
public final class HostKernels {
  private HostKernels() {}

  /** A kernel of {@link Fill}. */
  public static Kernel fill(Fill op, KernelRequest request) {
    return new HostKernel(
        "fill", request, (inputs, outputs) -> Arrays.fill(outputs[0], (float) op.value()));
  }

  /** A kernel of {@link OneHot}. */
  public static Kernel oneHot(OneHot op, KernelRequest request) {
    return new HostKernel("one hot", request, oneHot(op));
  }

  private static HostKernel.Function oneHot(OneHot op) {
    return (inputs, outputs) -> {
      float[] labels = inputs[0];
      Arrays.fill(outputs[0], 0);
      for (int i = 0; i < labels.length; i++) {
        int label = (int) labels[i];
        if (label >= 0 && label < op.depth() && label == labels[i]) {
          outputs[0][i * op.depth() + label] = 1;
        }
      }
    };
  }

  /** A kernel of {@link ArgMax}. */
  public static Kernel argMax(ArgMax op, KernelRequest request) {
    return new HostKernel("argmax", request, argMax(Requests.inputShape(request, 0).dim(-1)));
  }

  private static HostKernel.Function argMax(int channels) {
    return (inputs, outputs) -> {
      float[] x = inputs[0];
      for (int i = 0; i < outputs[0].length; i++) {
        int best = 0;
        for (int c = 1; c < channels; c++) {
          if (Largest.beats(x[i * channels + c], x[i * channels + best])) {
            best = c;
          }
        }
        outputs[0][i] = best;
      }
    };
  }

  /** A kernel of {@link InTopK}. */
  public static Kernel inTopK(InTopK op, KernelRequest request) {
    int classes = Requests.inputShape(request, 0).dim(1);
    return new HostKernel("in top k", request, inTopK(op, classes));
  }

  private static HostKernel.Function inTopK(InTopK op, int classes) {
    return (inputs, outputs) -> {
      float[] x = inputs[0];
      float[] labels = inputs[1];
      for (int i = 0; i < labels.length; i++) {
        int label = (int) labels[i];
        boolean isClass = label == labels[i] && label >= 0 && label < classes;
        outputs[0][i] = isClass && isInTopK(op, x, i * classes, classes, label) ? 1 : 0;
      }
    };
  }

  /** Whether fewer than k predictions are greater than the label's. */
  private static boolean isInTopK(InTopK op, float[] x, int start, int classes, int label) {
    double own = InTopK.rank(x[start + label]);
    int greater = 0;
    for (int c = 0; c < classes; c++) {
      greater += x[start + c] > own ? 1 : 0;
    }
    return greater < op.k();
  }

  /** Any axes; rows along the last axis that stay are joined as a whole. */
  static Kernel reduce(Reduction op, KernelRequest request) {
    return new HostKernel("reduce", request, reduce(op, Requests.inputShape(request, 0)));
  }

  private static HostKernel.Function reduce(Reduction op, Shape input) {
    int rank = input.rank();
    int last = rank == 0 ? 1 : input.dim(-1);
    boolean keepsLast = !op.axes().contains(rank - 1);
    int[] offsets = rowOffsets(op, input, keepsLast ? last : 1);
    float mean = (float) op.shape(input, true).size() / input.size();
    return (inputs, outputs) -> {
      float[] x = inputs[0];
      float[] y = outputs[0];
      boolean max = op.function() == ReductionFunction.MAX;
      Arrays.fill(y, max ? Float.NEGATIVE_INFINITY : 0);
      for (int row = 0; row < offsets.length; row++) {
        if (keepsLast) {
          join(max, x, row * last, y, offsets[row], last);
        } else {
          y[offsets[row]] = joinAll(max, x, row * last, y[offsets[row]], last);
        }
      }
      if (op.function() == ReductionFunction.MEAN) {
        for (int i = 0; i < y.length; i++) {
          y[i] *= mean;
        }
      }
    };
  }

  private static void join(boolean max, float[] x, int from, float[] y, int to, int count) {
    if (max) {
      for (int i = 0; i < count; i++) {
        y[to + i] = Math.max(y[to + i], x[from + i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        y[to + i] += x[from + i];
      }
    }
  }

  private static float joinAll(boolean max, float[] x, int from, float start, int count) {
    float result = start;
    for (int i = 0; i < count; i++) {
      result = max ? Math.max(result, x[from + i]) : result + x[from + i];
    }
    return result;
  }

  /** Where in the output each row along the last axis goes. */
  private static int[] rowOffsets(Reduction op, Shape input, int lastSize) {
    int rank = input.rank();
    int rows = rank == 0 ? 1 : input.size() / input.dim(-1);
    int[] result = new int[rows];
    int[] strides = new int[rank];
    int stride = lastSize;
    for (int axis = rank - 2; axis >= 0; axis--) {
      strides[axis] = op.axes().contains(axis) ? 0 : stride;
      stride *= op.axes().contains(axis) ? 1 : input.dim(axis);
    }
    int[] index = new int[rank];
    int offset = 0;
    for (int row = 0; row < rows; row++) {
      result[row] = offset;
      for (int axis = rank - 2; axis >= 0; axis--) {
        index[axis]++;
        offset += strides[axis];
        if (index[axis] < input.dim(axis)) {
          break;
        }
        offset -= index[axis] * strides[axis];
        index[axis] = 0;
      }
    }
    return result;
  }
}
