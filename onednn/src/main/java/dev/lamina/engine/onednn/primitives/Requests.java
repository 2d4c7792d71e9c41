package dev.lamina.engine.onednn.primitives;

import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Operand;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;

/** What the families of kernels read from a request. */
public final class Requests {
  private Requests() {}

  /** The type of an input. */
  public static TensorType inputType(KernelRequest request, int index) {
    return request.inputs().get(index).type();
  }

  /** The shape of an input. */
  public static Shape inputShape(KernelRequest request, int index) {
    return inputType(request, index).shape();
  }

  /** The type of an output. */
  public static TensorType outputType(KernelRequest request, int index) {
    return request.outputs().get(index);
  }

  /** The layout an input is in; plain where nothing has decided yet. */
  public static OneDnnLayout layout(KernelRequest request, int index) {
    Operand operand = request.inputs().get(index);
    return operand.layout() == null
        ? OneDnnLayout.plain(operand.type())
        : OneDnnLayout.cast(operand.layout());
  }

  /** An input's type, as the host sees it. */
  public static OneDnnLayout plain(KernelRequest request, int index) {
    return OneDnnLayout.plain(inputType(request, index));
  }

  /** The layout an input is in if it is one of activations (channels second), else plain. */
  public static OneDnnLayout activation(KernelRequest request, int index) {
    OneDnnLayout layout = layout(request, index);
    TensorType type = layout.type();
    return layout.axes().equals(Axes.activation(type.shape().rank()))
        ? layout
        : OneDnnLayout.plain(type);
  }
}
