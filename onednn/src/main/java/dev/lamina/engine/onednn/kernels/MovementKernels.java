package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Avoidance;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.Broadcast;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.Transpose;

/** Kernels that only move elements. All are oneDNN reorders between two ways to walk memory. */
public final class MovementKernels {
  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public MovementKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /** Copies a tensor to another layout, and to another real element type if that is one of it. */
  public Kernel reorder(OneDnnLayout from, OneDnnLayout to) {
    if (!isMove(from.type(), to.type())) {
      throw new IllegalArgumentException(
          "cannot reorder %s to %s; expected two layouts of one tensor".formatted(from, to));
    }
    long[] dims = from.descriptor().dims();
    if (to.fits(from.axes(), dims)) {
      Descriptor target = to.descriptor(from.axes(), dims);
      return move("reorder", from, from.descriptor(), to, target);
    } else if (from.isPlain()) {
      Descriptor source = from.descriptor(to.axes(), to.descriptor().dims());
      return move("reorder", from, source, to, to.descriptor());
    }
    OneDnnLayout plain = OneDnnLayout.plain(from.type());
    return new ChainKernel(reorder(from, plain), reorder(plain, to));
  }

  private static boolean isMove(TensorType from, TensorType to) {
    return from.shape().equals(to.shape())
        && (from.dtype() == to.dtype()
            ? from.dtype() != DType.WORKSPACE
            : from.dtype().isReal() && to.dtype().isReal());
  }

  /** A kernel of {@link Cast}. */
  public Kernel cast(Cast op, KernelRequest request) {
    return reorder(
        Requests.layout(request, 0), OneDnnLayout.plain(Requests.outputType(request, 0)));
  }

  /** A kernel of {@link Reshaping}. */
  public Kernel reshape(Reshaping op, KernelRequest request) {
    OneDnnLayout from = Requests.plain(request, 0);
    OneDnnLayout to = OneDnnLayout.plain(Requests.outputType(request, 0));
    return copy("reshape", from, to);
  }

  /** Copies the elements of a plain tensor to a plain tensor of another shape. */
  Kernel copy(String name, OneDnnLayout from, OneDnnLayout to) {
    Descriptor flat = Descriptor.dense(from.descriptor().dataType(), from.type().shape().size());
    return move(name, from, flat, to, flat);
  }

  /** A kernel of {@link Transpose}. */
  public Kernel transpose(Transpose op, KernelRequest request) {
    OneDnnLayout from = Requests.plain(request, 0);
    OneDnnLayout to = OneDnnLayout.plain(Requests.outputType(request, 0));
    int rank = op.permutation().size();
    long[] inputStrides = strides(from.type().shape());
    long[] dims = new long[rank];
    long[] strides = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = to.type().shape().dim(axis);
      strides[axis] = inputStrides[op.permutation().get(axis)];
    }
    if (rank == 0) {
      return copy("transpose", from, to);
    }
    return move(
        "transpose",
        from,
        Descriptor.strided(from.descriptor().dataType(), dims, strides),
        to,
        Descriptor.dense(to.descriptor().dataType(), dims));
  }

  /** Reads the same element again along an axis by a stride of 0. */
  public Kernel broadcast(Broadcast op, KernelRequest request) {
    OneDnnLayout from = Requests.plain(request, 0);
    TensorType output = Requests.outputType(request, 0);
    OneDnnLayout to = OneDnnLayout.plain(output);
    Shape input = from.type().shape();
    int rank = op.shape().rank();
    int missing = rank - input.rank();
    long[] inputStrides = strides(input);
    long[] dims = new long[rank];
    long[] strides = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = op.shape().dim(axis);
      boolean repeats = axis < missing || input.dim(axis - missing) < dims[axis];
      strides[axis] = repeats ? 0 : inputStrides[axis - missing];
    }
    if (input.equals(op.shape())) {
      return copy("broadcast", from, to);
    }
    return move(
        "broadcast",
        from,
        Descriptor.strided(from.descriptor().dataType(), dims, strides),
        to,
        Descriptor.dense(to.descriptor().dataType(), dims));
  }

  /** Copies elements that {@code source} finds to where {@code target} wants them. */
  public Kernel move(
      String name, OneDnnLayout from, Descriptor source, OneDnnLayout to, Descriptor target) {
    Primitive primitive = primitive(runtime, name, source, target);
    return PrimitiveKernel.of(runtime, primitive)
        .input(DNNL_ARG_SRC, from, source)
        .output(DNNL_ARG_DST, to, target)
        .build();
  }

  /** Copies elements from places to places. */
  static Primitive primitive(
      OneDnnRuntime runtime, String name, Descriptor source, Descriptor target) {
    return Primitive.create(
        name,
        (scope, result) ->
            dnnl_reorder_primitive_desc_create(
                result,
                scope.open(source),
                runtime.engine(),
                scope.open(target),
                runtime.engine(),
                scope.attributes()),
        Avoidance.NONE); // oneDNN offers no other
  }

  private static long[] strides(Shape shape) {
    long[] strides = new long[shape.rank()];
    for (int axis = 0; axis < shape.rank(); axis++) {
      strides[axis] = shape.sizeFrom(axis + 1);
    }
    return strides;
  }
}
