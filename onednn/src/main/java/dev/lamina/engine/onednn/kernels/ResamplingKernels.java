package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_nearest;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;
import java.util.Optional;

/**
 * Enlarging images and its gradient, in the layout in which the image is. The gradient of repeating
 * pixels is a sum over windows, which is left to pooling: below AVX-512 oneDNN has no fast code for
 * the gradient of resampling.
 */
public final class ResamplingKernels {
  private final OneDnnRuntime runtime;
  private final PoolingKernels pooling;

  /** Makes kernels for this runtime. */
  public ResamplingKernels(OneDnnRuntime runtime, PoolingKernels pooling) {
    this.runtime = runtime;
    this.pooling = pooling;
  }

  /** A kernel of {@link Resampling}. */
  public Kernel forward(Resampling op, KernelRequest request) {
    OneDnnLayout input = Requests.activation(request, 0);
    TensorType output = Requests.outputType(request, 0);
    Primitive primitive =
        Primitive.create("resample", forward(op, input.descriptor(), Descriptor.any(output)));
    return PrimitiveKernel.of(runtime, primitive)
        .input(DNNL_ARG_SRC, input)
        .output(DNNL_ARG_DST, OneDnnLayout.activation(output, primitive.destination()))
        .build();
  }

  /** A kernel of {@link ResamplingGradient}. */
  public Kernel inputGrad(ResamplingGradient op, KernelRequest request) {
    Resampling resampling = op.forward();
    if (resampling.interpolation() == Interpolation.NEAREST) {
      int[] factors = resampling.factors().stream().mapToInt(Integer::intValue).toArray();
      Optional<Kernel> sum = pooling.sum(Window.of(factors).strides(factors), request);
      if (sum.isPresent()) {
        return sum.get();
      }
    }
    return resampled(op, request);
  }

  private Kernel resampled(ResamplingGradient op, KernelRequest request) {
    OneDnnLayout grad = Requests.activation(request, 0);
    TensorType input = Requests.outputType(request, 0);
    Descriptor plainInput = OneDnnLayout.plain(input).descriptor();
    try (Primitive hint =
        Primitive.hint(
            "resample", forward(op.forward(), plainInput, Descriptor.any(grad.type())))) {
      Primitive primitive =
          Primitive.create(
              "resample grad",
              (scope, result) ->
                  dnnl_resampling_backward_primitive_desc_create(
                      result,
                      runtime.engine(),
                      algorithm(op.forward()),
                      factors(op.forward()),
                      scope.open(Descriptor.any(input)),
                      scope.open(grad.descriptor()),
                      hint.description(),
                      scope.attributes()));
      return PrimitiveKernel.of(runtime, primitive)
          .input(DNNL_ARG_DIFF_DST, grad)
          .output(DNNL_ARG_DIFF_SRC, OneDnnLayout.activation(input, primitive.sourceGrad()))
          .build();
    }
  }

  private Primitive.Recipe forward(Resampling op, Descriptor source, Descriptor target) {
    return (scope, result) ->
        dnnl_resampling_forward_primitive_desc_create(
            result,
            runtime.engine(),
            dnnl_forward_training,
            algorithm(op),
            factors(op),
            scope.open(source),
            scope.open(target),
            scope.attributes());
  }

  private static int algorithm(Resampling op) {
    return op.interpolation() == Interpolation.NEAREST
        ? dnnl_resampling_nearest
        : dnnl_resampling_linear;
  }

  private static float[] factors(Resampling op) {
    float[] factors = new float[op.factors().size()];
    for (int axis = 0; axis < factors.length; axis++) {
      factors[axis] = op.factors().get(axis);
    }
    return factors;
  }
}
