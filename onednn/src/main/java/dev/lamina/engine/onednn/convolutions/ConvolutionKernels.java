package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.Elementwise;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import java.util.Optional;

/**
 * Convolution and its two gradients by oneDNN's own code. They lie channels last where {@link
 * Winograd}'s tiles are about and oneDNN is fast with that; otherwise every layout is left to
 * oneDNN: with a given one it may fall back to code that is several times slower, without a word.
 */
public final class ConvolutionKernels {
  private final OneDnnRuntime runtime;
  private final WinogradKernels winograd;

  /** Makes kernels for this runtime. */
  public ConvolutionKernels(OneDnnRuntime runtime, WinogradKernels winograd) {
    this.runtime = runtime;
    this.winograd = winograd;
  }

  /** The convolution that an op computes, or of which it computes a gradient. */
  public Optional<ConvolutionShapes> of(KernelRequest request) {
    if (request.op() instanceof Convolution op) {
      return Optional.of(convolution(op, request));
    } else if (request.op() instanceof ConvolutionInputGradient op) {
      return Optional.of(convolution(op, request));
    }
    return request.op() instanceof ConvolutionFilterGradient op
        ? Optional.of(convolution(op, request))
        : Optional.empty();
  }

  private ConvolutionShapes convolution(Convolution op, KernelRequest request) {
    return new ConvolutionShapes(
        runtime,
        op.window(),
        op.groups(),
        Requests.inputType(request, 0),
        Requests.inputType(request, 1),
        Requests.outputType(request, 0),
        request.inputs().size() == 3,
        false);
  }

  private ConvolutionShapes convolution(ConvolutionInputGradient op, KernelRequest request) {
    return new ConvolutionShapes(
        runtime,
        op.window(),
        op.groups(),
        Requests.outputType(request, 0),
        Requests.inputType(request, 0),
        Requests.inputType(request, 1),
        false,
        false);
  }

  private ConvolutionShapes convolution(ConvolutionFilterGradient op, KernelRequest request) {
    return new ConvolutionShapes(
        runtime,
        op.window(),
        op.groups(),
        Requests.inputType(request, 0),
        Requests.outputType(request, 0),
        Requests.inputType(request, 1),
        op.bias(),
        false);
  }

  /** A kernel of {@link Convolution}. */
  public Kernel forward(Convolution op, KernelRequest request) {
    ConvolutionPass pass = ConvolutionPass.FORWARD;
    ConvolutionShapes convolution = convolution(op, request);
    Primitive primitive = create(pass, convolution, Elementwise.postOps(op.activation()));
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive)
            .input(pass.inputArgument(), convolution.input(pass.input(primitive)))
            .input(pass.filterArgument(), convolution.filter(pass.filter(primitive)));
    if (convolution.hasBias()) {
      kernel.input(pass.biasArgument(), convolution.bias());
    }
    return kernel.output(pass.outputArgument(), convolution.output(pass.output(primitive))).build();
  }

  private Primitive create(ConvolutionPass pass, ConvolutionShapes convolution, PostOp... postOps) {
    if (winograd.prefersChannelsLast(convolution)
        && !KnownFaults.isWrongChannelsLast(pass, convolution.window())) {
      Primitive primitive = pass.create(convolution.channelsLast(), postOps);
      if (primitive.isFast()) {
        return primitive;
      }
      primitive.close();
    }
    return pass.create(convolution, postOps);
  }

  /** A kernel of {@link ConvolutionInputGradient}. */
  public Kernel inputGrad(ConvolutionInputGradient op, KernelRequest request) {
    ConvolutionPass pass = ConvolutionPass.INPUT_GRAD;
    ConvolutionShapes convolution = convolution(op, request);
    Primitive primitive = create(pass, convolution);
    return PrimitiveKernel.of(runtime, primitive)
        .input(pass.filterArgument(), convolution.filter(pass.filter(primitive)))
        .input(pass.outputArgument(), convolution.output(pass.output(primitive)))
        .output(pass.inputArgument(), convolution.input(pass.input(primitive)))
        .build();
  }

  /** A kernel of {@link ConvolutionFilterGradient}. */
  public Kernel filterGrad(ConvolutionFilterGradient op, KernelRequest request) {
    ConvolutionPass pass = ConvolutionPass.FILTER_GRAD;
    ConvolutionShapes convolution = convolution(op, request);
    Primitive primitive = create(pass, convolution);
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive)
            .input(pass.inputArgument(), convolution.input(pass.input(primitive)))
            .input(pass.outputArgument(), convolution.output(pass.output(primitive)))
            .output(pass.filterArgument(), convolution.filter(pass.filter(primitive)));
    if (convolution.hasBias()) {
      kernel.output(pass.biasArgument(), convolution.bias());
    }
    return kernel.build();
  }
}
