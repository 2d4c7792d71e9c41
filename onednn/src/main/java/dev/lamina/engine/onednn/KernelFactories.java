package dev.lamina.engine.onednn;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelGroup;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.convolutions.ConvolutionKernels;
import dev.lamina.engine.onednn.convolutions.WinogradKernels;
import dev.lamina.engine.onednn.dropout.DropoutKernels;
import dev.lamina.engine.onednn.kernels.BinaryKernels;
import dev.lamina.engine.onednn.kernels.BoxKernels;
import dev.lamina.engine.onednn.kernels.HostKernels;
import dev.lamina.engine.onednn.kernels.InnerProductKernels;
import dev.lamina.engine.onednn.kernels.MovementKernels;
import dev.lamina.engine.onednn.kernels.NormalizationKernels;
import dev.lamina.engine.onednn.kernels.PoolingKernels;
import dev.lamina.engine.onednn.kernels.ReductionKernels;
import dev.lamina.engine.onednn.kernels.ResamplingKernels;
import dev.lamina.engine.onednn.kernels.SoftmaxKernels;
import dev.lamina.engine.onednn.kernels.UnaryKernels;
import dev.lamina.engine.onednn.kernels.UpdateKernels;
import dev.lamina.engine.onednn.primitives.OneDnnException;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.ir.Op;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.Broadcast;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.ChannelSoftmaxGradient;
import dev.lamina.ir.ops.Concatenation;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.ElementDropoutGradient;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductInputGradient;
import dev.lamina.ir.ops.InnerProductWeightGradient;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import dev.lamina.ir.ops.Slicing;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryGradient;
import dev.lamina.ir.ops.ZeroPadding;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which class makes the kernels of which op. */
final class KernelFactories {
  private interface Factory<O extends Op> {
    Kernel create(O op, KernelRequest request);
  }

  private final Map<Class<? extends Op>, Factory<Op>> factories = new HashMap<>();
  private final MovementKernels movement;
  private final @Nullable ImagePasses passes;

  /**
   * Makes the families.
   *
   * @param team null where Java cannot run on OpenMP's threads
   * @param inChunks whether the team does convolutions by tiles, and ops together, chunk by chunk
   */
  KernelFactories(OneDnnRuntime runtime, @Nullable OpenMpTeam team, boolean inChunks) {
    movement = new MovementKernels(runtime);
    put(Reshaping.class, movement::reshape);
    put(Transpose.class, movement::transpose);
    put(Cast.class, movement::cast);
    put(Broadcast.class, movement::broadcast);

    BoxKernels boxes = new BoxKernels(runtime);
    put(Concatenation.class, boxes::concatenate);
    put(ZeroPadding.class, boxes::pad);
    put(Slicing.class, boxes::slice);

    PoolingKernels pooling = new PoolingKernels(runtime);
    OpenMpTeam chunks = inChunks ? team : null;
    WinogradKernels winograd = new WinogradKernels(runtime, chunks);
    ConvolutionKernels convolution = new ConvolutionKernels(runtime, winograd);
    put(Convolution.class, convolution::forward);
    put(ConvolutionInputGradient.class, convolution::inputGrad);
    put(ConvolutionFilterGradient.class, convolution::filterGrad);

    InnerProductKernels innerProduct = new InnerProductKernels(runtime);
    put(InnerProduct.class, innerProduct::forward);
    put(InnerProductInputGradient.class, innerProduct::inputGrad);
    put(InnerProductWeightGradient.class, innerProduct::filterGrad);

    ResamplingKernels resampling = new ResamplingKernels(runtime, pooling);
    put(Resampling.class, resampling::forward);
    put(ResamplingGradient.class, resampling::inputGrad);

    put(MaxPooling.class, pooling::max);
    put(MaxPoolingGradient.class, pooling::maxGrad);
    put(AveragePooling.class, pooling::average);
    put(AveragePoolingGradient.class, pooling::averageGrad);
    put(Reduction.class, new ReductionKernels(runtime, pooling, movement)::kernel);

    NormalizationKernels normalization = new NormalizationKernels(runtime);
    put(BatchNormTraining.class, normalization::training);
    put(BatchNormGradient.class, normalization::grad);
    put(BatchNormInference.class, normalization::inference);

    DropoutKernels dropout = new DropoutKernels(runtime, movement, team);
    put(ElementDropout.class, dropout::forward);
    put(ElementDropoutGradient.class, dropout::grad);

    UnaryKernels unary = new UnaryKernels(runtime);
    put(Unary.class, unary::forward);
    put(UnaryGradient.class, unary::grad);
    put(Binary.class, new BinaryKernels(runtime)::kernel);

    SoftmaxKernels softmax = new SoftmaxKernels(runtime);
    put(ChannelSoftmax.class, softmax::forward);
    put(ChannelSoftmaxGradient.class, softmax::grad);

    UpdateKernels updates = new UpdateKernels(runtime);
    put(SgdUpdate.class, updates::sgd);
    put(RmsPropUpdate.class, updates::rmsProp);
    put(AdamUpdate.class, updates::adam);
    put(MovingAverage.class, updates::movingAverage);

    put(Fill.class, HostKernels::fill);
    put(OneHot.class, HostKernels::oneHot);
    put(ArgMax.class, HostKernels::argMax);
    put(InTopK.class, HostKernels::inTopK);

    passes =
        chunks == null
            ? null
            : new ImagePasses(chunks, convolution, winograd, dropout, movement, this::single);
  }

  private <O extends Op> void put(Class<O> type, Factory<O> factory) {
    factories.put(type, (op, request) -> factory.create(type.cast(op), request));
  }

  /** The ops that have a kernel. */
  Set<Class<? extends Op>> ops() {
    return Set.copyOf(factories.keySet());
  }

  /** A kernel for the request; empty where oneDNN has no implementation of it on this machine. */
  Optional<Kernel> create(KernelRequest request) {
    if (!factories.containsKey(request.op().getClass())) {
      return Optional.empty();
    }
    return ifImplemented(
        () -> {
          Optional<Kernel> tiled = passes == null ? Optional.empty() : passes.tiled(request);
          return tiled.isPresent() ? tiled : Optional.of(single(request));
        });
  }

  private Kernel single(KernelRequest request) {
    Op op = request.op();
    return Objects.requireNonNull(factories.get(op.getClass())).create(op, request);
  }

  boolean isGroupable(KernelRequest request) {
    return passes != null && passes.isGroupable(request);
  }

  /** One kernel for several ops; empty where it cannot be had. */
  Optional<Kernel> create(KernelGroup group) {
    return passes == null ? Optional.empty() : ifImplemented(() -> passes.create(group));
  }

  private static Optional<Kernel> ifImplemented(Supplier<Optional<Kernel>> make) {
    try {
      return make.get();
    } catch (OneDnnException e) {
      if (e.isUnimplemented()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  Kernel reorder(OneDnnLayout from, OneDnnLayout to) {
    return movement.reorder(from, to);
  }
}
