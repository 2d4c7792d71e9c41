package dev.lamina.engine.onednn;

import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Operand;
import dev.lamina.ir.BatchNormInference;
import dev.lamina.ir.Conv2d;
import dev.lamina.ir.Conv2dFilterGrad;
import dev.lamina.ir.Conv2dInputGrad;
import dev.lamina.ir.Dropout;
import dev.lamina.ir.DropoutGrad;
import dev.lamina.ir.MaxPool2d;
import dev.lamina.ir.MaxPool2dGrad;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Unary;
import dev.lamina.ir.UnaryGrad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of an op belongs to single images, and what to all of them.
 *
 * @param image the operand that is the only one of images, or -1 if all are
 * @param addsUp whether the results are sums over all images
 */
record ImageRoles(int image, boolean addsUp) {
  /** All operands and results are images. */
  static final ImageRoles ALL = new ImageRoles(-1, false);

  private static final Set<Class<? extends Op>> ELEMENTS =
      Set.of(Unary.class, UnaryGrad.class, MaxPool2d.class, MaxPool2dGrad.class, DropoutGrad.class);

  private static final Set<Class<? extends Op>> FIRST_OPERAND =
      Set.of(Conv2d.class, Dropout.class, BatchNormInference.class);

  /** Of an op whose images can be done one by one. */
  static Optional<ImageRoles> of(Op op) {
    if (ELEMENTS.contains(op.getClass())) {
      return Optional.of(ALL);
    } else if (FIRST_OPERAND.contains(op.getClass())) {
      return Optional.of(new ImageRoles(0, false));
    } else if (op instanceof Conv2dInputGrad) {
      return Optional.of(new ImageRoles(1, false));
    }
    return op instanceof Conv2dFilterGrad
        ? Optional.of(new ImageRoles(-1, true))
        : Optional.empty();
  }

  boolean isImage(int input) {
    return image < 0 || input == image;
  }

  /** The operands' type that tells how many images there are. */
  TensorType imageType(KernelRequest request) {
    return Requests.inputType(request, Math.max(0, image));
  }

  /**
   * The same question for a number of images.
   *
   * @return empty where the images do not lie one after the other
   */
  Optional<KernelRequest> ofImages(KernelRequest request, int number) {
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      Operand operand = request.inputs().get(i);
      if (!isImage(i)) {
        operands.add(operand);
        continue;
      }
      Optional<OneDnnLayout> layout = Requests.layout(request, i).ofImages(number);
      if (layout.isEmpty()) {
        return Optional.empty();
      }
      operands.add(new Operand(layout.get().type(), layout.get()));
    }
    List<TensorType> outputs =
        addsUp
            ? request.outputs()
            : request.outputs().stream()
                .map(type -> type.withShape(type.shape().with(0, number)))
                .toList();
    return Optional.of(new KernelRequest(request.op(), operands, outputs, request.used()));
  }
}
