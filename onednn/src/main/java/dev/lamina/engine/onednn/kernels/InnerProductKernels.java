package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_forward_primitive_desc_create;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.DataTypes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.Elementwise;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductInputGradient;
import dev.lamina.ir.ops.InnerProductWeightGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The dense layer and its two gradients. An image that a convolution left in its own layout is read
 * as it is (the weights are reordered instead, once); anything else is read as a plain matrix.
 */
public final class InnerProductKernels {
  private static final Axes IMAGE = Axes.activation(4);

  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public InnerProductKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /** A kernel of {@link InnerProduct}. */
  public Kernel forward(InnerProduct op, KernelRequest request) {
    boolean bias = request.inputs().size() == 3;
    TensorType input = Requests.inputType(request, 0);
    TensorType weights = Requests.inputType(request, 1);
    return fastest(
        Arrays.asList(
            ofImage(Requests.layout(request, 0), weights, bias), ofMatrix(input, weights, bias)),
        problem -> {
          Primitive primitive =
              Primitive.create("dense", problem.forward(Elementwise.postOps(op.activation())));
          PrimitiveKernel.Builder kernel =
              PrimitiveKernel.of(runtime, primitive)
                  .input(DNNL_ARG_SRC, problem.input(primitive.source()), primitive.source())
                  .input(DNNL_ARG_WEIGHTS, problem.weights(primitive.weights()));
          if (bias) {
            kernel.input(DNNL_ARG_BIAS, Requests.plain(request, 2));
          }
          return kernel.output(DNNL_ARG_DST, problem.output(primitive.destination())).build();
        });
  }

  /** A kernel of {@link InnerProductInputGradient}. */
  public Kernel inputGrad(InnerProductInputGradient op, KernelRequest request) {
    TensorType input = Requests.outputType(request, 0);
    TensorType weights = Requests.inputType(request, 0);
    OneDnnLayout given = Requests.layout(request, 0);
    List<@Nullable Problem> problems = new ArrayList<>();
    if (given.axes().equals(Axes.IMAGE_WEIGHTS)) {
      Descriptor image = imageLike(given.descriptor(), input.shape());
      problems.add(new Problem(input, image, weights, given.descriptor(), false));
      problems.add(new Problem(input, image, weights, false));
    }
    problems.add(ofMatrix(input, weights, false));
    return fastest(
        problems,
        problem -> {
          try (Primitive hint = Primitive.hint("dense", problem.forward())) {
            Primitive primitive = Primitive.create("dense input grad", problem.inputGrad(hint));
            return PrimitiveKernel.of(runtime, primitive)
                .input(DNNL_ARG_WEIGHTS, problem.weights(primitive.weights()))
                .input(DNNL_ARG_DIFF_DST, problem.output(primitive.destinationGrad()))
                .output(
                    DNNL_ARG_DIFF_SRC,
                    problem.input(primitive.sourceGrad()),
                    primitive.sourceGrad())
                .build();
          }
        });
  }

  /** A kernel of {@link InnerProductWeightGradient}. */
  public Kernel filterGrad(InnerProductWeightGradient op, KernelRequest request) {
    TensorType input = Requests.inputType(request, 0);
    TensorType weights = Requests.outputType(request, 0);
    return fastest(
        Arrays.asList(
            ofImage(Requests.layout(request, 0), weights, op.bias()),
            ofMatrix(input, weights, op.bias())),
        problem -> {
          try (Primitive hint = Primitive.hint("dense", problem.forward())) {
            Primitive primitive = Primitive.create("dense filter grad", problem.filterGrad(hint));
            PrimitiveKernel.Builder kernel =
                PrimitiveKernel.of(runtime, primitive)
                    .input(DNNL_ARG_SRC, problem.input(primitive.source()), primitive.source())
                    .input(DNNL_ARG_DIFF_DST, problem.output(primitive.destinationGrad()))
                    .output(DNNL_ARG_DIFF_WEIGHTS, problem.weights(primitive.weightsGrad()));
            if (op.bias()) {
              kernel.output(
                  DNNL_ARG_DIFF_BIAS, OneDnnLayout.plain(Requests.outputType(request, 1)));
            }
            return kernel.build();
          }
        });
  }

  /** The first that oneDNN has optimized code for, or else the last. */
  private static PrimitiveKernel fastest(
      List<@Nullable Problem> problems, Function<Problem, PrimitiveKernel> maker) {
    PrimitiveKernel kernel = null;
    for (Problem problem : problems) {
      if (problem == null) {
        continue;
      }
      if (kernel != null) {
        kernel.close();
      }
      kernel = maker.apply(problem);
      if (!kernel.isSlow()) {
        return kernel;
      }
    }
    return Objects.requireNonNull(kernel);
  }

  /** The layout of images whose channels are split into blocks as the weights' are. */
  private static Descriptor imageLike(Descriptor weights, Shape image) {
    List<Descriptor.Stretch> channels = weights.stretches(1);
    int block = 1;
    for (Descriptor.Stretch inner : channels.subList(0, channels.size() - 1)) {
      block *= (int) inner.size();
    }
    return Descriptor.channelBlocks(weights.dataType(), block, Axes.activationDims(image));
  }

  private @Nullable Problem ofImage(OneDnnLayout layout, TensorType weights, boolean bias) {
    return !layout.isPlain() && layout.axes().equals(IMAGE)
        ? new Problem(layout.type(), layout.descriptor(), weights, bias)
        : null;
  }

  private Problem ofMatrix(TensorType input, TensorType weights, boolean bias) {
    long batch = input.shape().dim(0);
    Descriptor matrix =
        Descriptor.dense(DataTypes.of(input.dtype()), batch, input.shape().sizeFrom(1));
    return new Problem(input, matrix, weights, bias);
  }

  /** One dense layer's shapes, in oneDNN's order of axes, for all three directions. */
  private final class Problem {
    private final TensorType inputType;
    private final TensorType weightsType;
    private final TensorType outputType;
    private final Axes weightsAxes;
    private final boolean isImage;
    private final Descriptor input;
    private final Descriptor weights;
    private final Descriptor bias;
    private final Descriptor output;

    Problem(TensorType inputType, Descriptor input, TensorType weightsType, boolean hasBias) {
      this(inputType, input, weightsType, anyWeights(input, weightsType), hasBias);
    }

    private static Descriptor anyWeights(Descriptor input, TensorType weightsType) {
      long[] dims = input.dims();
      dims[0] = weightsType.shape().dim(1);
      return Descriptor.any(DataTypes.of(weightsType.dtype()), dims);
    }

    Problem(
        TensorType inputType,
        Descriptor input,
        TensorType weightsType,
        Descriptor weights,
        boolean hasBias) {
      this.inputType = inputType;
      this.input = input;
      this.weightsType = weightsType;
      isImage = input.rank() == 4;
      weightsAxes = isImage ? Axes.IMAGE_WEIGHTS : Axes.DENSE_WEIGHTS;
      this.weights = weights;
      long units = weightsType.shape().dim(1);
      bias = hasBias ? Descriptor.dense(DataTypes.of(weightsType.dtype()), units) : Descriptor.NONE;
      outputType = inputType.withShape(Shape.of(inputType.shape().dim(0), (int) units));
      output = Descriptor.any(input.dataType(), Axes.activationDims(outputType.shape()));
    }

    OneDnnLayout input(Descriptor descriptor) {
      return isImage
          ? OneDnnLayout.of(inputType, IMAGE, descriptor)
          : OneDnnLayout.plain(inputType);
    }

    OneDnnLayout weights(Descriptor descriptor) {
      return OneDnnLayout.of(weightsType, weightsAxes, descriptor);
    }

    OneDnnLayout output(Descriptor descriptor) {
      return OneDnnLayout.of(outputType, Axes.activation(2), descriptor);
    }

    Primitive.Recipe forward(PostOp... postOps) {
      return (scope, result) ->
          dnnl_inner_product_forward_primitive_desc_create(
              result,
              runtime.engine(),
              dnnl_forward_training,
              scope.open(input),
              scope.open(forwardWeights()),
              scope.open(bias),
              scope.open(output),
              scope.attributes(postOps));
    }

    /** The gradient of weights may have more bits than the weights that forward reads. */
    private Descriptor forwardWeights() {
      return weights.dataType() == input.dataType()
          ? weights
          : Descriptor.any(input.dataType(), weights.dims());
    }

    Primitive.Recipe inputGrad(Primitive hint) {
      return (scope, result) ->
          dnnl_inner_product_backward_data_primitive_desc_create(
              result,
              runtime.engine(),
              scope.open(input),
              scope.open(weights),
              scope.open(output),
              hint.description(),
              scope.attributes());
    }

    Primitive.Recipe filterGrad(Primitive hint) {
      return (scope, result) ->
          dnnl_inner_product_backward_weights_primitive_desc_create(
              result,
              runtime.engine(),
              scope.open(input),
              scope.open(weights),
              scope.open(bias),
              scope.open(output),
              hint.description(),
              scope.attributes());
    }
  }
}
