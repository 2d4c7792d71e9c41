package dev.lamina.engine.onednn.convolutions;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.lamina.engine.onednn.primitives.Avoidance;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.ir.Op;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;

/** The three computations of a convolution, and oneDNN's names for their operands. */
public enum ConvolutionPass {
  FORWARD("conv2d", DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST),
  INPUT_GRAD(
      "conv2d input grad", DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DIFF_DST),
  FILTER_GRAD(
      "conv2d filter grad",
      DNNL_ARG_SRC,
      DNNL_ARG_DIFF_WEIGHTS,
      DNNL_ARG_DIFF_BIAS,
      DNNL_ARG_DIFF_DST);

  private final String title;
  private final int inputArgument;
  private final int filterArgument;
  private final int biasArgument;
  private final int outputArgument;

  ConvolutionPass(
      String title, int inputArgument, int filterArgument, int biasArgument, int outputArgument) {
    this.title = title;
    this.inputArgument = inputArgument;
    this.filterArgument = filterArgument;
    this.biasArgument = biasArgument;
    this.outputArgument = outputArgument;
  }

  /** What a convolution's op or gradient op computes. */
  public static ConvolutionPass of(Op op) {
    return op instanceof ConvolutionInputGradient
        ? INPUT_GRAD
        : op instanceof ConvolutionFilterGradient ? FILTER_GRAD : FORWARD;
  }

  /** A primitive for this pass; only the forward one can have post-ops. */
  Primitive create(ConvolutionShapes convolution, PostOp... postOps) {
    Avoidance avoidance = KnownFaults.avoidance(this, convolution);
    if (this == FORWARD) {
      return Primitive.create(title, convolution.forward(postOps), avoidance);
    }
    try (Primitive hint = Primitive.hint(FORWARD.title, convolution.forward())) {
      return Primitive.create(
          title,
          this == INPUT_GRAD ? convolution.inputGrad(hint) : convolution.filterGrad(hint),
          avoidance);
    }
  }

  /** How the convolution's input, or the gradient of it, is laid out. */
  Descriptor input(Primitive primitive) {
    return this == INPUT_GRAD ? primitive.sourceGrad() : primitive.source();
  }

  /** How the filter, or the gradient of it, is laid out. */
  Descriptor filter(Primitive primitive) {
    return this == FILTER_GRAD ? primitive.weightsGrad() : primitive.weights();
  }

  /** How the convolution's output, or the gradient of it, is laid out. */
  Descriptor output(Primitive primitive) {
    return this == FORWARD ? primitive.destination() : primitive.destinationGrad();
  }

  int inputArgument() {
    return inputArgument;
  }

  int filterArgument() {
    return filterArgument;
  }

  int biasArgument() {
    return biasArgument;
  }

  int outputArgument() {
    return outputArgument;
  }

  String title() {
    return title;
  }
}
