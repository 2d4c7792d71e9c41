package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.Elementwise;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryGradient;

/** Functions of one element and their gradients, in whatever layout the tensor is. */
public final class UnaryKernels {
  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public UnaryKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /** A kernel of {@link Unary}. */
  public Kernel forward(Unary op, KernelRequest request) {
    OneDnnLayout layout = Requests.layout(request, 0);
    Primitive primitive =
        Primitive.create(op.function().toString(), recipe(Elementwise.of(op), layout.descriptor()));
    return PrimitiveKernel.of(runtime, primitive)
        .input(DNNL_ARG_SRC, layout)
        .output(DNNL_ARG_DST, layout)
        .inPlace(0, 0)
        .build();
  }

  /** A kernel of {@link UnaryGradient}. */
  public Kernel grad(UnaryGradient op, KernelRequest request) {
    OneDnnLayout layout = Requests.layout(request, 0);
    if (layout.isPlain()) {
      layout = Requests.layout(request, 1);
    }
    Descriptor descriptor = layout.descriptor();
    PostOp.Elementwise function =
        op.fromOutput() ? Elementwise.fromOutput(op.forward()) : Elementwise.of(op.forward());
    String name = op.forward().function() + " grad";
    try (Primitive hint = Primitive.hint(name, recipe(function, descriptor))) {
      Primitive primitive =
          Primitive.create(
              name,
              (scope, result) ->
                  dnnl_eltwise_backward_primitive_desc_create(
                      result,
                      runtime.engine(),
                      function.algorithm(),
                      scope.open(descriptor),
                      scope.open(descriptor),
                      scope.open(descriptor),
                      function.alpha(),
                      function.beta(),
                      hint.description(),
                      scope.attributes()));
      boolean readsOutput = Elementwise.readsOutput(function.algorithm());
      return PrimitiveKernel.of(runtime, primitive)
          .input(readsOutput ? DNNL_ARG_DST : DNNL_ARG_SRC, layout)
          .input(DNNL_ARG_DIFF_DST, layout)
          .output(DNNL_ARG_DIFF_SRC, layout)
          .inPlace(0, 1)
          .build();
    }
  }

  private Primitive.Recipe recipe(PostOp.Elementwise function, Descriptor descriptor) {
    return recipe(runtime, function, descriptor);
  }

  static Primitive.Recipe recipe(
      OneDnnRuntime runtime, PostOp.Elementwise function, Descriptor descriptor) {
    return (scope, result) ->
        dnnl_eltwise_forward_primitive_desc_create(
            result,
            runtime.engine(),
            dnnl_forward_training,
            function.algorithm(),
            scope.open(descriptor),
            scope.open(descriptor),
            function.alpha(),
            function.beta(),
            scope.attributes());
  }
}
