package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.natives.InstructionSet;
import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.Elementwise;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.engine.onednn.primitives.SlidingWindow;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import java.util.Arrays;
import java.util.Optional;

/** Maximum and average pooling and their gradients, in the layout in which the image is. */
public final class PoolingKernels {
  private final OneDnnRuntime runtime;
  private final boolean isFused;

  /** Makes kernels for this runtime. */
  public PoolingKernels(OneDnnRuntime runtime) {
    this(runtime, InstructionSet.isX86());
  }

  /**
   * Makes the family.
   *
   * @param isFused whether max pooling's primitive computes the activation behind it. On arm64 that
   *     went wrong (oneDNN 3.11, jit:sve_512, emulated): with softplus, where channels don't fill
   *     whole vectors, 34 of 40 cases had wrong numbers, and other ones with two threads than with
   *     one, as if it wrote over the pixels that follow
   */
  public PoolingKernels(OneDnnRuntime runtime, boolean isFused) {
    this.runtime = runtime;
    this.isFused = isFused;
  }

  /** A kernel of {@link MaxPooling}. */
  public Kernel max(MaxPooling op, KernelRequest request) {
    if (isFused || op.activation().isIdentity()) {
      return oneMax(op, request);
    }
    Kernel pooling = oneMax(new MaxPooling(op.window()), request);
    OneDnnLayout layout = OneDnnLayout.cast(pooling.outputs().get(0));
    Primitive activation =
        Primitive.create(
            op.activation().function().toString(),
            UnaryKernels.recipe(runtime, Elementwise.of(op.activation()), layout.descriptor()));
    return new FollowedKernel(
        pooling,
        PrimitiveKernel.of(runtime, activation)
            .input(DNNL_ARG_SRC, layout)
            .output(DNNL_ARG_DST, layout)
            .inPlace(0, 0)
            .build());
  }

  private Kernel oneMax(MaxPooling op, KernelRequest request) {
    boolean training = request.isUsed(1);
    TensorType output = Requests.outputType(request, 0);
    TensorType workspace = Requests.outputType(request, 1);
    OneDnnLayout input = Requests.activation(request, 0);
    Primitive primitive = max(op, input.descriptor(), output, training);
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive)
            .input(DNNL_ARG_SRC, input)
            .output(DNNL_ARG_DST, OneDnnLayout.activation(output, primitive.destination()));
    return training
        ? kernel
            .output(
                DNNL_ARG_WORKSPACE, OneDnnLayout.workspace(workspace, primitive.workspace(), input))
            .build()
        : kernel.absentOutput(workspace).build();
  }

  /** Max pooling of images that lie like this; in training it notes where the largest were. */
  public Primitive max(MaxPooling op, Descriptor input, TensorType output, boolean training) {
    Problem problem = new Problem(dnnl_pooling_max, op.window(), input, Descriptor.any(output));
    return Primitive.create(
        "max pool",
        problem.forward(
            training ? dnnl_forward_training : dnnl_forward_inference,
            Elementwise.postOps(op.activation())));
  }

  /** A kernel of {@link MaxPoolingGradient}. */
  public Kernel maxGrad(MaxPoolingGradient op, KernelRequest request) {
    OneDnnLayout workspace = Requests.layout(request, 0);
    OneDnnLayout input = workspace.origin();
    TensorType gradType = Requests.inputType(request, 1);
    Problem forward =
        new Problem(dnnl_pooling_max, op.window(), input.descriptor(), Descriptor.any(gradType));
    try (Primitive hint = Primitive.hint("max pool", forward.forward(dnnl_forward_training))) {
      OneDnnLayout grad = OneDnnLayout.activation(gradType, hint.destination());
      Problem backward =
          new Problem(dnnl_pooling_max, op.window(), input.descriptor(), grad.descriptor());
      Primitive primitive = Primitive.create("max pool grad", backward.backward(hint));
      return PrimitiveKernel.of(runtime, primitive)
          .input(DNNL_ARG_WORKSPACE, workspace)
          .input(DNNL_ARG_DIFF_DST, grad)
          .output(DNNL_ARG_DIFF_SRC, input)
          .build();
    }
  }

  /** A kernel of {@link AveragePooling}. */
  public Kernel average(AveragePooling op, KernelRequest request) {
    OneDnnLayout input = Requests.activation(request, 0);
    TensorType output = Requests.outputType(request, 0);
    return average(op.window(), input, output, Axes.activation(output.shape().rank()), 1);
  }

  /** The mean over all axes but batch and channels, as a pooling of the whole image. */
  Kernel globalAverage(KernelRequest request) {
    return global(request, 1);
  }

  /**
   * The sum over all axes but batch and channels, as their mean times the number of pixels; empty
   * where pooling computes no function behind it.
   */
  Optional<Kernel> globalSum(KernelRequest request) {
    Shape image = Requests.inputShape(request, 0);
    return isFused
        ? Optional.of(global(request, (float) image.sizeFrom(1) / image.dim(-1)))
        : Optional.empty();
  }

  /**
   * The sum of each window's elements, all of them inside the image, as their mean times their
   * number; empty where pooling computes no function behind it.
   */
  Optional<Kernel> sum(Window window, KernelRequest request) {
    TensorType output = Requests.outputType(request, 0);
    return isFused
        ? Optional.of(
            average(
                window,
                Requests.activation(request, 0),
                output,
                Axes.activation(output.shape().rank()),
                window.taps()))
        : Optional.empty();
  }

  private Kernel global(KernelRequest request, float scale) {
    OneDnnLayout input = Requests.activation(request, 0);
    Shape shape = input.type().shape();
    TensorType output = Requests.outputType(request, 0);
    int rank = shape.rank();
    return average(
        Window.of(Arrays.copyOfRange(shape.toArray(), 1, rank - 1)),
        input,
        output,
        output.shape().rank() == rank ? Axes.activation(output.shape().rank()) : Axes.pooled(rank),
        scale);
  }

  private Kernel average(
      Window window, OneDnnLayout input, TensorType output, Axes outputAxes, float scale) {
    int channels = input.type().shape().dim(-1);
    Shape pooled = window.outputShape(input.type().shape(), channels);
    Problem problem =
        new Problem(
            dnnl_pooling_avg_exclude_padding,
            window,
            input.descriptor(),
            Descriptor.any(input.type().withShape(pooled)));
    PostOp[] scaling =
        scale == 1
            ? new PostOp[0]
            : new PostOp[] {new PostOp.Elementwise(dnnl_eltwise_linear, scale, 0)};
    Primitive primitive =
        Primitive.create("average pool", problem.forward(dnnl_forward_inference, scaling));
    OneDnnLayout result = OneDnnLayout.of(output, outputAxes, primitive.destination());
    return PrimitiveKernel.of(runtime, primitive)
        .input(DNNL_ARG_SRC, input)
        .output(
            DNNL_ARG_DST,
            result.isPlain() ? OneDnnLayout.plain(output) : result,
            primitive.destination())
        .build();
  }

  /** A kernel of {@link AveragePoolingGradient}. */
  public Kernel averageGrad(AveragePoolingGradient op, KernelRequest request) {
    TensorType inputType = Requests.outputType(request, 0);
    OneDnnLayout grad = Requests.activation(request, 0);
    Problem forward =
        new Problem(
            dnnl_pooling_avg_exclude_padding,
            op.window(),
            OneDnnLayout.plain(inputType).descriptor(),
            Descriptor.any(grad.type()));
    Problem backward =
        new Problem(
            dnnl_pooling_avg_exclude_padding,
            op.window(),
            Descriptor.any(inputType),
            grad.descriptor());
    try (Primitive hint = Primitive.hint("average pool", forward.forward(dnnl_forward_training))) {
      Primitive primitive = Primitive.create("average pool grad", backward.backward(hint));
      return PrimitiveKernel.of(runtime, primitive)
          .input(DNNL_ARG_DIFF_DST, grad)
          .output(DNNL_ARG_DIFF_SRC, OneDnnLayout.activation(inputType, primitive.sourceGrad()))
          .build();
    }
  }

  /** One pooling in both directions: {@code larger} is the image, {@code smaller} the result. */
  private final class Problem {
    private final int algorithm;
    private final Descriptor larger;
    private final Descriptor smaller;
    private final SlidingWindow window;

    Problem(int algorithm, Window window, Descriptor larger, Descriptor smaller) {
      this.algorithm = algorithm;
      this.larger = larger;
      this.smaller = smaller;
      this.window = SlidingWindow.of(window);
    }

    Primitive.Recipe forward(int propagation, PostOp... postOps) {
      return (scope, result) ->
          dnnl_pooling_forward_primitive_desc_create(
              result,
              runtime.engine(),
              propagation,
              algorithm,
              scope.open(larger),
              scope.open(smaller),
              window.strides(),
              window.kernel(),
              window.dilations(),
              window.padBefore(),
              window.padAfter(),
              scope.attributes(postOps));
    }

    Primitive.Recipe backward(Primitive hint) {
      return (scope, result) ->
          dnnl_pooling_backward_primitive_desc_create(
              result,
              runtime.engine(),
              algorithm,
              scope.open(larger),
              scope.open(smaller),
              window.strides(),
              window.kernel(),
              window.dilations(),
              window.padBefore(),
              window.padAfter(),
              hint.description(),
              scope.attributes());
    }
  }
}
