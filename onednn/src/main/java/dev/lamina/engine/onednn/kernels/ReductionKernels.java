package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_mean;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_sum;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.Shape;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sums, means and maxima. oneDNN is fast where the last axes are reduced; the mean of an image is a
 * pooling, and so is its sum; all else runs in Java, and so do maxima, as oneDNN's pass over NaN.
 */
public final class ReductionKernels {
  private static final int MOST_WINDOW_AXES = 3;

  private final OneDnnRuntime runtime;
  private final PoolingKernels pooling;
  private final MovementKernels movement;

  /** Makes kernels for this runtime. */
  public ReductionKernels(OneDnnRuntime runtime, PoolingKernels pooling, MovementKernels movement) {
    this.runtime = runtime;
    this.pooling = pooling;
    this.movement = movement;
  }

  /** A kernel of {@link Reduction}. */
  public Kernel kernel(Reduction op, KernelRequest request) {
    Shape input = Requests.inputShape(request, 0);
    if (op.shape(input, true).equals(input)) {
      return movement.copy(
          "reduce",
          Requests.plain(request, 0),
          OneDnnLayout.plain(Requests.outputType(request, 0)));
    }
    if (isOverPlaces(op, input)) {
      if (op.function() == ReductionFunction.MEAN) {
        return pooling.globalAverage(request);
      }
      Optional<Kernel> sum =
          op.function() == ReductionFunction.SUM ? pooling.globalSum(request) : Optional.empty();
      if (sum.isPresent()) {
        return sum.get();
      }
    }
    int first = input.rank() - op.axes().size();
    boolean trailing = op.axes().equals(IntStream.range(first, input.rank()).boxed().toList());
    return trailing && op.function() != ReductionFunction.MAX
        ? trailing(op, request, input.sizeFrom(first))
        : HostKernels.reduce(op, request);
  }

  /** Whether only the batch and the channels are left: of sequences, images or volumes. */
  private static boolean isOverPlaces(Reduction op, Shape input) {
    int places = input.rank() - 2;
    return places >= 1
        && places <= MOST_WINDOW_AXES
        && op.axes().equals(IntStream.rangeClosed(1, places).boxed().toList());
  }

  private Kernel trailing(Reduction op, KernelRequest request, long columns) {
    OneDnnLayout from = Requests.plain(request, 0);
    OneDnnLayout to = OneDnnLayout.plain(Requests.outputType(request, 0));
    long rows = from.type().shape().size() / columns;
    int dataType = from.descriptor().dataType();
    Descriptor source = Descriptor.dense(dataType, rows, columns);
    Descriptor target = Descriptor.dense(dataType, rows, 1);
    Primitive primitive =
        Primitive.create(
            "reduce " + op.function(),
            (scope, result) ->
                dnnl_reduction_primitive_desc_create(
                    result,
                    runtime.engine(),
                    algorithm(op.function()),
                    scope.open(source),
                    scope.open(target),
                    0,
                    0,
                    scope.attributes()));
    return PrimitiveKernel.of(runtime, primitive)
        .input(DNNL_ARG_SRC, from, source)
        .output(DNNL_ARG_DST, to, target)
        .build();
  }

  private static int algorithm(ReductionFunction function) {
    return switch (function) {
      case SUM -> dnnl_reduction_sum;
      case MEAN -> dnnl_reduction_mean;
      case MAX -> throw new IllegalArgumentException("maxima are computed in Java");
    };
  }
}
