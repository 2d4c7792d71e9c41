package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward_data;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_fuse_norm_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;

/** Batch normalization, in the layout in which the activations are. */
public final class NormalizationKernels {
  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public NormalizationKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /** A kernel of {@link BatchNormTraining}. */
  public Kernel training(BatchNormTraining op, KernelRequest request) {
    OneDnnLayout layout = Requests.activation(request, 0);
    int flags = flags(op.scale(), op.center(), op.relu());
    Primitive primitive =
        Primitive.create("batch norm", forward(dnnl_forward_training, layout, op.epsilon(), flags));
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive).input(DNNL_ARG_SRC, layout);
    parameters(kernel, request, 1, op.scale(), op.center());
    kernel
        .output(DNNL_ARG_DST, layout)
        .output(DNNL_ARG_MEAN, OneDnnLayout.plain(Requests.outputType(request, 1)))
        .output(DNNL_ARG_VARIANCE, OneDnnLayout.plain(Requests.outputType(request, 2)))
        .inPlace(0, 0);
    if (op.relu()) {
      kernel.output(
          DNNL_ARG_WORKSPACE,
          OneDnnLayout.workspace(Requests.outputType(request, 3), primitive.workspace(), layout));
    }
    return kernel.build();
  }

  /** A kernel of {@link BatchNormInference}. */
  public Kernel inference(BatchNormInference op, KernelRequest request) {
    OneDnnLayout layout = Requests.activation(request, 0);
    int flags = flags(op.scale(), op.center(), false) | dnnl_use_global_stats;
    Primitive primitive =
        Primitive.create(
            "batch norm inference", forward(dnnl_forward_inference, layout, op.epsilon(), flags));
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive)
            .input(DNNL_ARG_SRC, layout)
            .input(DNNL_ARG_MEAN, Requests.plain(request, 1))
            .input(DNNL_ARG_VARIANCE, Requests.plain(request, 2));
    parameters(kernel, request, 3, op.scale(), op.center());
    return kernel.output(DNNL_ARG_DST, layout).inPlace(0, 0).build();
  }

  /** A kernel of {@link BatchNormGradient}. */
  public Kernel grad(BatchNormGradient op, KernelRequest request) {
    int workspace = op.scale() ? 5 : 4;
    OneDnnLayout layout =
        op.relu() ? Requests.layout(request, workspace).origin() : Requests.activation(request, 0);
    int flags = flags(op.scale(), op.center(), op.relu());
    try (Primitive hint =
        Primitive.hint("batch norm", forward(dnnl_forward_training, layout, op.epsilon(), flags))) {
      Primitive primitive =
          Primitive.create(
              "batch norm grad",
              (scope, result) ->
                  dnnl_batch_normalization_backward_primitive_desc_create(
                      result,
                      runtime.engine(),
                      op.scale() || op.center() ? dnnl_backward : dnnl_backward_data,
                      scope.open(layout.descriptor()),
                      scope.open(layout.descriptor()),
                      scope.open(layout.descriptor()),
                      (float) op.epsilon(),
                      flags,
                      hint.description(),
                      scope.attributes()));
      PrimitiveKernel.Builder kernel =
          PrimitiveKernel.of(runtime, primitive)
              .input(DNNL_ARG_SRC, layout)
              .input(DNNL_ARG_MEAN, Requests.plain(request, 1))
              .input(DNNL_ARG_VARIANCE, Requests.plain(request, 2))
              .input(DNNL_ARG_DIFF_DST, layout);
      parameters(kernel, request, 4, op.scale(), false);
      if (op.relu()) {
        kernel.input(DNNL_ARG_WORKSPACE, Requests.layout(request, workspace));
      }
      kernel.output(DNNL_ARG_DIFF_SRC, layout).inPlace(0, 3);
      int next = 1;
      if (op.scale()) {
        kernel.output(DNNL_ARG_DIFF_SCALE, OneDnnLayout.plain(Requests.outputType(request, next)));
        next++;
      }
      if (op.center()) {
        kernel.output(DNNL_ARG_DIFF_SHIFT, OneDnnLayout.plain(Requests.outputType(request, next)));
      }
      return kernel.build();
    }
  }

  private static int flags(boolean scale, boolean center, boolean relu) {
    return (scale ? dnnl_use_scale : 0)
        | (center ? dnnl_use_shift : 0)
        | (relu ? dnnl_fuse_norm_relu : 0);
  }

  private static void parameters(
      PrimitiveKernel.Builder kernel,
      KernelRequest request,
      int first,
      boolean scale,
      boolean center) {
    if (scale) {
      kernel.input(DNNL_ARG_SCALE, Requests.plain(request, first));
    }
    if (center) {
      kernel.input(DNNL_ARG_SHIFT, Requests.plain(request, scale ? first + 1 : first));
    }
  }

  private Primitive.Recipe forward(
      int propagation, OneDnnLayout layout, double epsilon, int flags) {
    return (scope, result) ->
        dnnl_batch_normalization_forward_primitive_desc_create(
            result,
            runtime.engine(),
            propagation,
            scope.open(layout.descriptor()),
            scope.open(layout.descriptor()),
            (float) epsilon,
            flags,
            scope.attributes());
  }
}
