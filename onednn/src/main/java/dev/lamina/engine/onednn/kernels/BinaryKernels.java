package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_div;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_eq;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_le;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_lt;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_min;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BinaryFunction;
import java.util.Arrays;

/**
 * Functions of two elements, with broadcasting. An operand of the full shape keeps its layout, and
 * the other is read along the same axes.
 */
public final class BinaryKernels {
  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public BinaryKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /** A kernel of {@link Binary}. */
  public Kernel kernel(Binary op, KernelRequest request) {
    TensorType output = Requests.outputType(request, 0);
    OneDnnLayout result = resultLayout(request, output);
    OneDnnLayout left = operandLayout(request, 0, result);
    OneDnnLayout right = operandLayout(request, 1, result);
    Descriptor leftDescriptor = broadcast(left, result);
    Descriptor rightDescriptor = broadcast(right, result);
    boolean swapped = isSwapped(op.function());
    Primitive primitive =
        Primitive.create(
            op.function().toString(),
            (scope, description) ->
                dnnl_binary_primitive_desc_create(
                    description,
                    runtime.engine(),
                    algorithm(op.function()),
                    scope.open(swapped ? rightDescriptor : leftDescriptor),
                    scope.open(swapped ? leftDescriptor : rightDescriptor),
                    scope.open(result.descriptor()),
                    scope.attributes()));
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive)
            .input(swapped ? DNNL_ARG_SRC_1 : DNNL_ARG_SRC_0, left, leftDescriptor)
            .input(swapped ? DNNL_ARG_SRC_0 : DNNL_ARG_SRC_1, right, rightDescriptor)
            .output(DNNL_ARG_DST, result);
    if (left.equals(result)) {
      kernel.inPlace(0, 0);
    } else if (right.equals(result)) {
      kernel.inPlace(0, 1);
    }
    return kernel.build();
  }

  /** The layout of an operand of the full shape that is not plain, if there is one. */
  private static OneDnnLayout resultLayout(KernelRequest request, TensorType output) {
    boolean sameShapes = Requests.inputShape(request, 0).equals(Requests.inputShape(request, 1));
    for (int i = 0; i < 2; i++) {
      if (Requests.inputShape(request, i).equals(output.shape())) {
        OneDnnLayout layout =
            sameShapes ? Requests.layout(request, i) : Requests.activation(request, i);
        if (!layout.isPlain()) {
          return layout;
        }
      }
    }
    return OneDnnLayout.plain(output);
  }

  private static OneDnnLayout operandLayout(KernelRequest request, int index, OneDnnLayout result) {
    return Requests.inputShape(request, index).equals(result.type().shape())
        ? result
        : Requests.plain(request, index);
  }

  private static Descriptor broadcast(OneDnnLayout operand, OneDnnLayout result) {
    Shape full = result.type().shape();
    Shape shape = operand.type().shape();
    if (shape.equals(full)) {
      return operand.descriptor();
    }
    int[] dims = new int[full.rank()];
    Arrays.fill(dims, 1);
    System.arraycopy(shape.toArray(), 0, dims, full.rank() - shape.rank(), shape.rank());
    return Axes.activation(full.rank())
        .rowMajor(operand.descriptor().dataType(), Axes.activationDims(Shape.of(dims)));
  }

  /**
   * Greater is computed as the other operand's being less: oneDNN's "greater" is true of NaN, its
   * "less" is not.
   */
  private static boolean isSwapped(BinaryFunction function) {
    return function == BinaryFunction.GREATER || function == BinaryFunction.GREATER_EQUAL;
  }

  private static int algorithm(BinaryFunction function) {
    return switch (function) {
      case ADD -> dnnl_binary_add;
      case SUBTRACT -> dnnl_binary_sub;
      case MULTIPLY -> dnnl_binary_mul;
      case DIVIDE -> dnnl_binary_div;
      case MAXIMUM -> dnnl_binary_max;
      case MINIMUM -> dnnl_binary_min;
      case EQUAL -> dnnl_binary_eq;
      case GREATER -> dnnl_binary_lt;
      case GREATER_EQUAL -> dnnl_binary_le;
    };
  }
}
