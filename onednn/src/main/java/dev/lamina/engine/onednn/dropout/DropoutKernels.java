package dev.lamina.engine.onednn.dropout;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.images.ImageRoles;
import dev.lamina.engine.onednn.images.PrimitiveStage;
import dev.lamina.engine.onednn.kernels.MovementKernels;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnException;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.ElementDropoutGradient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dropout: the mask, of zeros and ones, is drawn in Java and multiplied with by oneDNN in the
 * activations' own layout, forward and backward.
 */
public final class DropoutKernels {
  private final OneDnnRuntime runtime;
  private final MovementKernels movement;
  private final @Nullable OpenMpTeam team;

  /** Makes kernels for this runtime. */
  public DropoutKernels(
      OneDnnRuntime runtime, MovementKernels movement, @Nullable OpenMpTeam team) {
    this.runtime = runtime;
    this.movement = movement;
    this.team = team;
  }

  /** A kernel of {@link ElementDropout}. */
  public Kernel forward(ElementDropout op, KernelRequest request) {
    OneDnnLayout layout = Requests.activation(request, 0);
    MaskFormat format = format(layout, op.rate());
    Primitive multiply = multiply(layout, any(layout, format), op.rate());
    Descriptor mask = multiply.source(1);
    OneDnnLayout maskLayout = OneDnnLayout.workspace(Requests.outputType(request, 1), mask, layout);
    Kernel apply = kernel(multiply, layout, maskLayout);
    OneDnnLayout step = Requests.plain(request, 1);
    Shape shape = layout.type().shape();
    Optional<DrawOrder> order = DrawOrder.of(shape, layout.axes(), mask);
    if (order.isPresent()) {
      return new DropoutKernel(team, op, format, step, order.get(), null, apply);
    }
    Descriptor drawn = layout.axes().rowMajor(format.dataType(), mask.dims());
    OneDnnLayout raw = OneDnnLayout.raw(drawn.bytes());
    Kernel arrange = movement.move("dropout mask", raw, drawn, maskLayout, mask);
    return new DropoutKernel(
        team, op, format, step, DrawOrder.rowMajor(shape.size()), arrange, apply);
  }

  /** The same for an image pass; empty where a mask's words are torn apart, or shared by images. */
  public Optional<DropoutStage> stage(Shares shares, ElementDropout op, KernelRequest request) {
    OneDnnLayout layout = Requests.activation(request, 0);
    Shape shape = layout.type().shape();
    Optional<OneDnnLayout> part = layout.ofImages(shares.chunk());
    if (team == null || part.isEmpty() || shape.sizeFrom(1) % 2 != 0) {
      return Optional.empty();
    }
    MaskFormat format = format(part.get(), op.rate());
    TensorType maskType = Requests.outputType(request, 1);
    Optional<PrimitiveStage> apply =
        PrimitiveStage.create(
            team,
            shares,
            ImageRoles.ALL,
            number ->
                layout
                    .ofImages(number)
                    .map(
                        images -> {
                          Primitive multiply = multiply(images, any(images, format), op.rate());
                          TensorType type = maskType.withShape(images.type().shape());
                          return kernel(
                              multiply,
                              images,
                              OneDnnLayout.workspace(type, multiply.source(1), images));
                        }));
    Optional<DrawOrder> chunk = apply.flatMap(stage -> order(stage, shares.chunk()));
    Optional<DrawOrder> tail = apply.flatMap(stage -> order(stage, shares.tail()));
    if (apply.isEmpty() || chunk.isEmpty() || tail.isEmpty()) {
      apply.ifPresent(PrimitiveStage::close);
      return Optional.empty();
    }
    return Optional.of(
        new DropoutStage(
            shares, op, format, Requests.plain(request, 1), chunk.get(), tail.get(), apply.get()));
  }

  /** In which order the mask of a number of images lies. */
  private static Optional<DrawOrder> order(PrimitiveStage apply, int number) {
    return apply
        .inputs()
        .get(1)
        .ofImages(number)
        .flatMap(mask -> DrawOrder.of(mask.type().shape(), mask.axes(), mask.descriptor()));
  }

  /** (activations, mask) to activations. */
  private PrimitiveKernel kernel(Primitive multiply, OneDnnLayout layout, OneDnnLayout mask) {
    return PrimitiveKernel.of(runtime, multiply)
        .input(DNNL_ARG_SRC_0, layout)
        .input(DNNL_ARG_SRC_1, mask)
        .output(DNNL_ARG_DST, layout)
        .build();
  }

  /** A kernel of {@link ElementDropoutGradient}. */
  public Kernel grad(ElementDropoutGradient op, KernelRequest request) {
    OneDnnLayout mask = Requests.layout(request, 0);
    OneDnnLayout layout = mask.origin();
    return PrimitiveKernel.of(runtime, multiply(layout, mask.descriptor(), op.rate()))
        .input(DNNL_ARG_SRC_1, mask)
        .input(DNNL_ARG_SRC_0, layout)
        .output(DNNL_ARG_DST, layout)
        .inPlace(0, 1)
        .build();
  }

  private MaskFormat format(OneDnnLayout layout, double rate) {
    try (Primitive attempt = multiply(layout, any(layout, MaskFormat.BFLOAT16), rate)) {
      return attempt.isSlow() ? MaskFormat.BYTE : MaskFormat.BFLOAT16;
    } catch (OneDnnException e) {
      if (e.isUnimplemented()) {
        return MaskFormat.BYTE;
      }
      throw e;
    }
  }

  private static Descriptor any(OneDnnLayout layout, MaskFormat format) {
    return Descriptor.any(format.dataType(), layout.descriptor().dims());
  }

  private Primitive multiply(OneDnnLayout layout, Descriptor mask, double rate) {
    return Primitive.create(
        "dropout",
        (scope, result) ->
            dnnl_binary_primitive_desc_create(
                result,
                runtime.engine(),
                dnnl_binary_mul,
                scope.open(layout.descriptor()),
                scope.open(mask),
                scope.open(layout.descriptor()),
                scope.attributes(
                    new PostOp.Elementwise(dnnl_eltwise_linear, (float) (1 / (1 - rate)), 0))));
  }
}
