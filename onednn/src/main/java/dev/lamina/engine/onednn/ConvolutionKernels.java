package dev.lamina.engine.onednn;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.ir.Conv2d;
import dev.lamina.ir.Conv2dFilterGrad;
import dev.lamina.ir.Conv2dInputGrad;
import dev.lamina.ir.DType;
import dev.lamina.ir.MaxPool2d;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Convolution and its two gradients: by {@link Winograd} where that is faster, else directly.
 * Direct ones lie channels last where tiles are about and oneDNN is fast with that; otherwise every
 * layout is left to oneDNN: with a given one it may fall back to code that is several times slower,
 * without a word.
 */
final class ConvolutionKernels {
  private final OneDnnRuntime runtime;
  private final @Nullable OpenMpTeam team;
  private final WinogradKernels winograd;
  private final PoolingKernels pooling;

  ConvolutionKernels(OneDnnRuntime runtime, @Nullable OpenMpTeam team, PoolingKernels pooling) {
    this.runtime = runtime;
    this.team = team;
    this.pooling = pooling;
    winograd = new WinogradKernels(runtime, team);
  }

  private Convolution convolution(Conv2d op, KernelRequest request) {
    return new Convolution(
        runtime,
        op.window(),
        op.groups(),
        Requests.inputType(request, 0),
        Requests.inputType(request, 1),
        Requests.outputType(request, 0),
        request.inputs().size() == 3,
        false);
  }

  Kernel forward(Conv2d op, KernelRequest request) {
    Convolution convolution = convolution(op, request);
    return winograd
        .forward(convolution, op.activation())
        .map(this::chunked)
        .orElseGet(() -> directForward(convolution, op));
  }

  private Kernel chunked(ChunkConvolution convolution) {
    return new ChunkedConvolution(Objects.requireNonNull(team), convolution, null);
  }

  /**
   * A convolution with max pooling behind it, whose own result is never stored as a whole. For
   * inference: in training pooling also has to note where the largest numbers were, and nothing is
   * won.
   */
  Optional<Kernel> pooled(
      Conv2d op, KernelRequest request, MaxPool2d pool, KernelRequest poolRequest) {
    Convolution convolution = convolution(op, request);
    if (team == null
        || poolRequest.isUsed(1)
        || convolution.inputType().dtype() != DType.FLOAT32
        || convolution.inputType().shape().dim(0) < team.size()) {
      return Optional.empty();
    }
    Optional<? extends ChunkConvolution> chunks = winograd.forward(convolution, op.activation());
    if (chunks.isEmpty()) {
      Convolution whole =
          winograd.prefersChannelsLast(convolution) ? convolution.channelsLast() : convolution;
      chunks = DirectConvolution.create(runtime, team, whole, op.activation());
    }
    if (chunks.isEmpty()) {
      return Optional.empty();
    }
    ChunkConvolution first = chunks.get();
    Optional<ChunkPooling> second =
        ChunkPooling.create(
            runtime, team, pooling, pool, poolRequest, first.output(), first.shares());
    if (second.isEmpty()) {
      first.close();
    }
    return second.map(stage -> new ChunkedConvolution(team, first, stage));
  }

  private Kernel directForward(Convolution convolution, Conv2d op) {
    ConvolutionPass pass = ConvolutionPass.FORWARD;
    Primitive primitive = direct(pass, convolution, Elementwise.postOps(op.activation()));
    PrimitiveKernel.Builder kernel =
        PrimitiveKernel.of(runtime, primitive)
            .input(pass.inputArgument(), convolution.input(pass.input(primitive)))
            .input(pass.filterArgument(), convolution.filter(pass.filter(primitive)));
    if (convolution.hasBias()) {
      kernel.input(pass.biasArgument(), convolution.bias());
    }
    return kernel.output(pass.outputArgument(), convolution.output(pass.output(primitive))).build();
  }

  private Primitive direct(ConvolutionPass pass, Convolution convolution, PostOp... postOps) {
    if (winograd.prefersChannelsLast(convolution)) {
      Primitive primitive = pass.create(convolution.channelsLast(), postOps);
      if (primitive.isFast()) {
        return primitive;
      }
      primitive.close();
    }
    return pass.create(convolution, postOps);
  }

  Kernel inputGrad(Conv2dInputGrad op, KernelRequest request) {
    Convolution convolution =
        new Convolution(
            runtime,
            op.window(),
            op.groups(),
            Requests.outputType(request, 0),
            Requests.inputType(request, 0),
            Requests.inputType(request, 1),
            false,
            false);
    return winograd
        .inputGrad(convolution)
        .map(this::chunked)
        .orElseGet(() -> directInputGrad(convolution));
  }

  private Kernel directInputGrad(Convolution convolution) {
    ConvolutionPass pass = ConvolutionPass.INPUT_GRAD;
    Primitive primitive = direct(pass, convolution);
    return PrimitiveKernel.of(runtime, primitive)
        .input(pass.filterArgument(), convolution.filter(pass.filter(primitive)))
        .input(pass.outputArgument(), convolution.output(pass.output(primitive)))
        .output(pass.inputArgument(), convolution.input(pass.input(primitive)))
        .build();
  }

  Kernel filterGrad(Conv2dFilterGrad op, KernelRequest request) {
    Convolution convolution =
        new Convolution(
            runtime,
            op.window(),
            op.groups(),
            Requests.inputType(request, 0),
            Requests.outputType(request, 0),
            Requests.inputType(request, 1),
            op.bias(),
            false);
    return winograd.filterGrad(convolution).orElseGet(() -> directFilterGrad(convolution));
  }

  private Kernel directFilterGrad(Convolution convolution) {
    ConvolutionPass pass = ConvolutionPass.FILTER_GRAD;
    Primitive primitive = direct(pass, convolution);
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
