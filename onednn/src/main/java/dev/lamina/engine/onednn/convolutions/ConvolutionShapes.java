package dev.lamina.engine.onednn.convolutions;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.DataTypes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.SlidingWindow;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** One convolution's shapes, in oneDNN's order of axes, for all three directions. */
public final class ConvolutionShapes {
  private static final int FEWEST_CHANNELS_LAST = 16;

  private final OneDnnRuntime runtime;
  private final Window window;
  private final int groups;
  private final TensorType inputType;
  private final TensorType filterType;
  private final TensorType outputType;
  private final Axes filterAxes;
  private final Descriptor input;
  private final Descriptor filter;
  private final Descriptor forwardFilter;
  private final Descriptor bias;
  private final Descriptor output;
  private final SlidingWindow sliding;
  private final boolean channelsLast;

  ConvolutionShapes(
      OneDnnRuntime runtime,
      Window window,
      int groups,
      TensorType inputType,
      TensorType filterType,
      TensorType outputType,
      boolean hasBias,
      boolean channelsLast) {
    this.runtime = runtime;
    this.channelsLast = channelsLast;
    this.window = window;
    this.groups = groups;
    this.inputType = inputType;
    this.filterType = filterType;
    this.outputType = outputType;
    filterAxes = groups == 1 ? Axes.filter(window.rank()) : Axes.groupedFilter(window.rank());
    input = image(inputType);
    int filterDataType = DataTypes.of(filterType.dtype());
    long[] filterDims = filterDims(filterType.shape(), groups);
    filter = Descriptor.any(filterDataType, filterDims);
    forwardFilter = Descriptor.any(input.dataType(), filterDims);
    bias = hasBias ? Descriptor.dense(filterDataType, filterType.shape().dim(-1)) : Descriptor.NONE;
    output = image(outputType);
    sliding = SlidingWindow.of(window);
  }

  /** Images of a few channels are left to oneDNN, which has code of its own for first layers. */
  private Descriptor image(TensorType image) {
    int dataType = DataTypes.of(image.dtype());
    long[] dims = Axes.activationDims(image.shape());
    return channelsLast && image.shape().dim(-1) >= FEWEST_CHANNELS_LAST
        ? Descriptor.channelBlocks(dataType, 1, dims)
        : Descriptor.any(dataType, dims);
  }

  private static long[] filterDims(Shape filter, int groups) {
    int rank = filter.rank();
    int channels = filter.dim(-2);
    int filters = filter.dim(-1);
    LongStream grouped =
        groups == 1 ? LongStream.of(filters) : LongStream.of(groups, filters / groups);
    LongStream kernel = Arrays.stream(filter.toArray()).limit(rank - 2).asLongStream();
    return LongStream.concat(grouped, LongStream.concat(LongStream.of(channels), kernel)).toArray();
  }

  Window window() {
    return window;
  }

  int groups() {
    return groups;
  }

  /** Whether every channel has filters of its own. */
  boolean isDepthwise() {
    return groups == inputType.shape().dim(-1);
  }

  TensorType inputType() {
    return inputType;
  }

  TensorType outputType() {
    return outputType;
  }

  boolean hasBias() {
    return bias != Descriptor.NONE;
  }

  /** The same on images that lie as the host sees them, channels last. */
  ConvolutionShapes channelsLast() {
    return new ConvolutionShapes(
        runtime, window, groups, inputType, filterType, outputType, hasBias(), true);
  }

  /** The same on another number of images. */
  ConvolutionShapes ofImages(int number) {
    return new ConvolutionShapes(
        runtime,
        window,
        groups,
        inputType.withShape(inputType.shape().with(0, number)),
        filterType,
        outputType.withShape(outputType.shape().with(0, number)),
        hasBias(),
        channelsLast);
  }

  /** Along rows alone: with a filter of one row, over a number of images of one row. */
  ConvolutionShapes ofRows(int rows, boolean biased) {
    Shape in = inputType.shape();
    Shape taps = filterType.shape();
    Shape out = outputType.shape();
    return new ConvolutionShapes(
        runtime,
        new Window(List.of(new WindowAxis(1, 1, 1, 0, 0), window.axis(1))),
        groups,
        inputType.withShape(Shape.of(rows, 1, in.dim(2), in.dim(3))),
        filterType.withShape(Shape.of(1, taps.dim(1), taps.dim(2), taps.dim(3))),
        outputType.withShape(Shape.of(rows, 1, out.dim(2), out.dim(3))),
        biased,
        channelsLast);
  }

  OneDnnLayout input(Descriptor descriptor) {
    return OneDnnLayout.activation(inputType, descriptor);
  }

  OneDnnLayout filter(Descriptor descriptor) {
    return OneDnnLayout.of(filterType, filterAxes, descriptor);
  }

  OneDnnLayout output(Descriptor descriptor) {
    return OneDnnLayout.activation(outputType, descriptor);
  }

  /** One number for each filter, plain. */
  OneDnnLayout bias() {
    return OneDnnLayout.plain(filterType.withShape(Shape.of(filterType.shape().dim(-1))));
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
            sliding.strides(),
            sliding.dilations(),
            sliding.padBefore(),
            sliding.padAfter(),
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
            sliding.strides(),
            sliding.dilations(),
            sliding.padBefore(),
            sliding.padAfter(),
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
            sliding.strides(),
            sliding.dilations(),
            sliding.padBefore(),
            sliding.padAfter(),
            hint.description(),
            scope.attributes());
  }
}
