package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_log;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.ChannelSoftmaxGradient;

/** Softmax over the channels, and its logarithm. */
public final class SoftmaxKernels {
  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public SoftmaxKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Over plain rows, as oneDNN's leaves NaN where it stood in a row instead of filling it. Some
   * element is at least one by the number of classes.
   */
  public Kernel forward(ChannelSoftmax op, KernelRequest request) {
    OneDnnLayout layout = Requests.plain(request, 0);
    Primitive primitive =
        Primitive.create(op.log() ? "log softmax" : "softmax", recipe(op.log(), layout));
    return new NanRows(
        PrimitiveKernel.of(runtime, primitive)
            .input(DNNL_ARG_SRC, layout)
            .output(DNNL_ARG_DST, layout)
            .inPlace(0, 0)
            .build(),
        op.log() ? -Float.MAX_VALUE : 0);
  }

  /** A kernel of {@link ChannelSoftmaxGradient}. */
  public Kernel grad(ChannelSoftmaxGradient op, KernelRequest request) {
    OneDnnLayout layout = Requests.activation(request, 0);
    try (Primitive hint = Primitive.hint("softmax", recipe(op.log(), layout))) {
      Primitive primitive =
          Primitive.create(
              op.log() ? "log softmax grad" : "softmax grad",
              (scope, result) ->
                  dnnl_softmax_backward_primitive_desc_create(
                      result,
                      runtime.engine(),
                      algorithm(op.log()),
                      scope.open(layout.descriptor()),
                      scope.open(layout.descriptor()),
                      scope.open(layout.descriptor()),
                      axis(layout),
                      hint.description(),
                      scope.attributes()));
      return PrimitiveKernel.of(runtime, primitive)
          .input(DNNL_ARG_DST, layout)
          .input(DNNL_ARG_DIFF_DST, layout)
          .output(DNNL_ARG_DIFF_SRC, layout)
          .inPlace(0, 1)
          .build();
    }
  }

  private Primitive.Recipe recipe(boolean log, OneDnnLayout layout) {
    return (scope, result) ->
        dnnl_softmax_forward_primitive_desc_create(
            result,
            runtime.engine(),
            dnnl_forward_training,
            algorithm(log),
            scope.open(layout.descriptor()),
            scope.open(layout.descriptor()),
            axis(layout),
            scope.attributes());
  }

  private static int algorithm(boolean log) {
    return log ? dnnl_softmax_log : dnnl_softmax_accurate;
  }

  /** Where the channels are: second, or alone. */
  private static int axis(OneDnnLayout layout) {
    return Math.min(1, layout.descriptor().rank() - 1);
  }
}
