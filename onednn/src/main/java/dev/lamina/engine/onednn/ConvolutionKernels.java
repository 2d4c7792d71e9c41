package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.ir.Conv2d;
import dev.lamina.ir.Conv2dFilterGrad;
import dev.lamina.ir.Conv2dInputGrad;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;

/**
 * Convolution and its two gradients. Every layout is left to oneDNN: with a given one it may fall
 * back to code that is several times slower, without a word.
 */
final class ConvolutionKernels {
  private static final Axes IMAGE = Axes.activation(4);

  private final OneDnnRuntime runtime;

  ConvolutionKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  Kernel forward(Conv2d op, KernelRequest request) {
    boolean bias = request.inputs().size() == 3;
    Problem problem =
        new Problem(
            op.window(),
            op.groups(),
            Requests.inputType(request, 0),
            Requests.inputType(request, 1),
            Requests.outputType(request, 0),
            bias);
    Primitive primitive =
        Primitive.create("conv2d", problem.forward(Elementwise.postOps(op.activation())));
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive)
            .input(DNNL_ARG_SRC, problem.input(primitive.source()))
            .input(DNNL_ARG_WEIGHTS, problem.filter(primitive.weights()));
    if (bias) {
      kernel.input(DNNL_ARG_BIAS, Requests.plain(request, 2));
    }
    return kernel.output(DNNL_ARG_DST, problem.output(primitive.destination())).build();
  }

  Kernel inputGrad(Conv2dInputGrad op, KernelRequest request) {
    Problem problem =
        new Problem(
            op.window(),
            op.groups(),
            Requests.outputType(request, 0),
            Requests.inputType(request, 0),
            Requests.inputType(request, 1),
            false);
    try (Primitive hint = Primitive.hint("conv2d", problem.forward())) {
      Primitive primitive = Primitive.create("conv2d input grad", problem.inputGrad(hint));
      return PrimitiveKernel.of(runtime, primitive)
          .input(DNNL_ARG_WEIGHTS, problem.filter(primitive.weights()))
          .input(DNNL_ARG_DIFF_DST, problem.output(primitive.destinationGrad()))
          .output(DNNL_ARG_DIFF_SRC, problem.input(primitive.sourceGrad()))
          .build();
    }
  }

  Kernel filterGrad(Conv2dFilterGrad op, KernelRequest request) {
    Problem problem =
        new Problem(
            op.window(),
            op.groups(),
            Requests.inputType(request, 0),
            Requests.outputType(request, 0),
            Requests.inputType(request, 1),
            op.bias());
    try (Primitive hint = Primitive.hint("conv2d", problem.forward())) {
      Primitive primitive = Primitive.create("conv2d filter grad", problem.filterGrad(hint));
      PrimitiveKernel.Builder kernel =
          PrimitiveKernel.of(runtime, primitive)
              .input(DNNL_ARG_SRC, problem.input(primitive.source()))
              .input(DNNL_ARG_DIFF_DST, problem.output(primitive.destinationGrad()))
              .output(DNNL_ARG_DIFF_WEIGHTS, problem.filter(primitive.weightsGrad()));
      if (op.bias()) {
        kernel.output(DNNL_ARG_DIFF_BIAS, OneDnnLayout.plain(Requests.outputType(request, 1)));
      }
      return kernel.build();
    }
  }

  /** One convolution's shapes, in oneDNN's order of axes, for all three directions. */
  private final class Problem {
    private final TensorType inputType;
    private final TensorType filterType;
    private final TensorType outputType;
    private final Axes filterAxes;
    private final Descriptor input;
    private final Descriptor filter;
    private final Descriptor forwardFilter;
    private final Descriptor bias;
    private final Descriptor output;
    private final long[] strides;
    private final long[] dilations;
    private final long[] padBefore;
    private final long[] padAfter;

    Problem(
        Window window,
        int groups,
        TensorType inputType,
        TensorType filterType,
        TensorType outputType,
        boolean hasBias) {
      this.inputType = inputType;
      this.filterType = filterType;
      this.outputType = outputType;
      filterAxes = groups == 1 ? Axes.FILTER : Axes.GROUPED_FILTER;
      input = any(inputType);
      int filterDataType = DataTypes.of(filterType.dtype());
      long[] filterDims = filterDims(filterType.shape(), groups);
      filter = Descriptor.any(filterDataType, filterDims);
      forwardFilter = Descriptor.any(input.dataType(), filterDims);
      bias =
          hasBias ? Descriptor.dense(filterDataType, filterType.shape().dim(3)) : Descriptor.NONE;
      output = any(outputType);
      strides = new long[] {window.strideH(), window.strideW()};
      dilations = new long[] {window.dilationH() - 1, window.dilationW() - 1};
      padBefore = new long[] {window.padTop(), window.padLeft()};
      padAfter = new long[] {window.padBottom(), window.padRight()};
    }

    private static Descriptor any(TensorType image) {
      return Descriptor.any(DataTypes.of(image.dtype()), Axes.activationDims(image.shape()));
    }

    private static long[] filterDims(Shape filter, int groups) {
      int height = filter.dim(0);
      int width = filter.dim(1);
      int channels = filter.dim(2);
      int filters = filter.dim(3);
      return groups == 1
          ? new long[] {filters, channels, height, width}
          : new long[] {groups, filters / groups, channels, height, width};
    }

    OneDnnLayout input(Descriptor descriptor) {
      return OneDnnLayout.of(inputType, IMAGE, descriptor);
    }

    OneDnnLayout filter(Descriptor descriptor) {
      return OneDnnLayout.of(filterType, filterAxes, descriptor);
    }

    OneDnnLayout output(Descriptor descriptor) {
      return OneDnnLayout.of(outputType, IMAGE, descriptor);
    }

    Primitive.Recipe forward(PostOp... postOps) {
      return (scope, result) ->
          dnnl_convolution_forward_primitive_desc_create(
              result,
              runtime.engine(),
              dnnl_forward_training,
              dnnl_convolution_direct,
              scope.open(input),
              scope.open(forwardFilter),
              scope.open(bias),
              scope.open(output),
              strides,
              dilations,
              padBefore,
              padAfter,
              scope.attributes(postOps));
    }

    Primitive.Recipe inputGrad(Primitive hint) {
      return (scope, result) ->
          dnnl_convolution_backward_data_primitive_desc_create(
              result,
              runtime.engine(),
              dnnl_convolution_direct,
              scope.open(input),
              scope.open(filter),
              scope.open(output),
              strides,
              dilations,
              padBefore,
              padAfter,
              hint.description(),
              scope.attributes());
    }

    Primitive.Recipe filterGrad(Primitive hint) {
      return (scope, result) ->
          dnnl_convolution_backward_weights_primitive_desc_create(
              result,
              runtime.engine(),
              dnnl_convolution_direct,
              scope.open(input),
              scope.open(filter),
              scope.open(bias),
              scope.open(output),
              strides,
              dilations,
              padBefore,
              padAfter,
              hint.description(),
              scope.attributes());
    }
  }
}
