package dev.lamina.engine.onednn.images;

import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Operand;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.ElementDropoutGradient;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What of an op belongs to single images, and what to all of them.
 *
 * @param split as the op says
 */
public record ImageRoles(BatchSplit split) {
  /** All operands and results are images. */
  public static final ImageRoles ALL = new ImageRoles(BatchSplit.PER_SAMPLE);

  /** The ops whose kernels are worth running, and can be run, a few images at a time. */
  private static final Set<Class<? extends Op>> IN_PASSES =
      Set.of(
          BatchNormInference.class,
          Convolution.class,
          ConvolutionFilterGradient.class,
          ConvolutionInputGradient.class,
          ElementDropout.class,
          ElementDropoutGradient.class,
          MaxPooling.class,
          MaxPoolingGradient.class,
          Unary.class,
          UnaryGradient.class);

  /** Of an op whose images can be done one by one. */
  public static Optional<ImageRoles> of(KernelRequest request) {
    return IN_PASSES.contains(request.op().getClass())
        ? request
            .op()
            .batchSplit(request.inputs().stream().map(Operand::type).toList())
            .map(ImageRoles::new)
        : Optional.empty();
  }

  /** Whether this input belongs to single images. */
  public boolean isImage(int input) {
    return split.isPerSample(input);
  }

  /** Whether the results are sums over all images. */
  public boolean addsUp() {
    return split.isSummed();
  }

  /** The operands' type that tells how many images there are. */
  public TensorType imageType(KernelRequest request) {
    int first =
        IntStream.iterate(0, input -> input + 1).filter(this::isImage).findFirst().orElse(0);
    return Requests.inputType(request, first);
  }

  /**
   * The same question for a number of images.
   *
   * @return empty where the images do not lie one after the other
   */
  public Optional<KernelRequest> ofImages(KernelRequest request, int number) {
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
        addsUp()
            ? request.outputs()
            : request.outputs().stream()
                .map(type -> type.withShape(type.shape().with(0, number)))
                .toList();
    return Optional.of(new KernelRequest(request.op(), operands, outputs, request.used()));
  }
}
