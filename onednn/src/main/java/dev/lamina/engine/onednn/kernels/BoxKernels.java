package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.DataTypes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.Concatenation;
import dev.lamina.ir.ops.Slicing;
import dev.lamina.ir.ops.ZeroPadding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Boxes put into tensors or cut out of them: each is a oneDNN reorder to or from a part of a
 * tensor. Images stay in blocks of channels where no block would be cut, and are channels last
 * otherwise.
 */
public final class BoxKernels {
  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public BoxKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /** A kernel of {@link Concatenation}. */
  public Kernel concatenate(Concatenation op, KernelRequest request) {
    List<OneDnnLayout> parts = new ArrayList<>();
    Map<Integer, Long> bytesByBlock = new HashMap<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      OneDnnLayout part = Requests.activation(request, i);
      parts.add(part);
      bytesByBlock.merge(block(part), part.bytes(), Long::sum);
    }
    int block = Collections.max(bytesByBlock.entrySet(), Map.Entry.comparingByValue()).getKey();
    boolean isWhole = parts.stream().allMatch(part -> part.type().shape().dim(-1) % block == 0);
    OneDnnLayout result = layout(Requests.outputType(request, 0), isWhole ? block : 1);
    BoxKernel.Builder kernel = new BoxKernel.Builder(runtime, "concatenate", result);
    List<Integer> begin = origin(result.type().shape());
    for (OneDnnLayout part : parts) {
      kernel.put(part, part.descriptor(), part(result, begin, part.type().shape()));
      begin.set(op.axis(), begin.get(op.axis()) + part.type().shape().dim(op.axis()));
    }
    return kernel.build();
  }

  /** A kernel of {@link Slicing}. */
  public Kernel slice(Slicing op, KernelRequest request) {
    TensorType output = Requests.outputType(request, 0);
    OneDnnLayout given = Requests.activation(request, 0);
    int block = block(given);
    boolean isWhole =
        block == 1
            || (isWhole(given.type().shape(), block)
                && isWhole(output.shape(), block)
                && op.begin().get(3) % block == 0);
    OneDnnLayout source = layout(given.type(), isWhole ? block : 1);
    OneDnnLayout result = layout(output, isWhole ? block : 1);
    return new BoxKernel.Builder(runtime, "slice", result)
        .put(source, part(source, op.begin(), output.shape()), result.descriptor())
        .build();
  }

  /** A kernel of {@link ZeroPadding}. */
  public Kernel pad(ZeroPadding op, KernelRequest request) {
    TensorType output = Requests.outputType(request, 0);
    OneDnnLayout source = Requests.activation(request, 0);
    Shape shape = source.type().shape();
    int block = block(source);
    boolean isWhole =
        block == 1
            || (isWhole(shape, block)
                && isWhole(output.shape(), block)
                && op.low().get(3) % block == 0);
    OneDnnLayout result = layout(output, isWhole ? block : 1);
    return new BoxKernel.Builder(runtime, "pad", result)
        .clear()
        .put(source, source.descriptor(), part(result, op.low(), shape))
        .build();
  }

  private static boolean isWhole(Shape images, int block) {
    return images.dim(3) % block == 0;
  }

  /** In blocks of how many channels images lie; 1 for all else. */
  private static int block(OneDnnLayout layout) {
    return layout.isPlain() || layout.type().shape().rank() != 4
        ? 1
        : layout.descriptor().channelBlock().orElse(1);
  }

  private static OneDnnLayout layout(TensorType type, int block) {
    if (block == 1) {
      return OneDnnLayout.plain(type);
    }
    Descriptor descriptor =
        Descriptor.channelBlocks(
            DataTypes.of(type.dtype()), block, Axes.activationDims(type.shape()));
    return OneDnnLayout.of(type, Axes.activation(4), descriptor);
  }

  private static List<Integer> origin(Shape shape) {
    return new ArrayList<>(Collections.nCopies(shape.rank(), 0));
  }

  /** The box of this shape that begins at these coordinates. */
  private static Descriptor part(OneDnnLayout whole, List<Integer> begin, Shape box) {
    List<List<Integer>> parts = whole.axes().parts();
    long[] offsets = new long[whole.descriptor().rank()];
    for (int axis = 0; axis < parts.size(); axis++) {
      offsets[parts.get(axis).get(0)] = begin.get(axis);
    }
    return whole.descriptor().part(offsets, Axes.activationDims(box));
  }
}
