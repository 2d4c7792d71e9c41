package dev.lamina.engine.onednn;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelGroup;
import dev.lamina.engine.KernelRequest;
import dev.lamina.ir.Op;
import dev.lamina.ir.ops.AdamStep;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.AveragePool2d;
import dev.lamina.ir.ops.AveragePool2dGrad;
import dev.lamina.ir.ops.BatchNorm;
import dev.lamina.ir.ops.BatchNormGrad;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BroadcastTo;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Conv2d;
import dev.lamina.ir.ops.Conv2dFilterGrad;
import dev.lamina.ir.ops.Conv2dInputGrad;
import dev.lamina.ir.ops.Dropout;
import dev.lamina.ir.ops.DropoutGrad;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductFilterGrad;
import dev.lamina.ir.ops.InnerProductInputGrad;
import dev.lamina.ir.ops.MaxPool2d;
import dev.lamina.ir.ops.MaxPool2dGrad;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Reduce;
import dev.lamina.ir.ops.Reshape;
import dev.lamina.ir.ops.RmsPropStep;
import dev.lamina.ir.ops.SgdStep;
import dev.lamina.ir.ops.Softmax;
import dev.lamina.ir.ops.SoftmaxGrad;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryGrad;
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
    put(Reshape.class, movement::reshape);
    put(Transpose.class, movement::transpose);
    put(Cast.class, movement::cast);
    put(BroadcastTo.class, movement::broadcast);

    PoolingKernels pooling = new PoolingKernels(runtime);
    OpenMpTeam chunks = inChunks ? team : null;
    WinogradKernels winograd = new WinogradKernels(runtime, chunks);
    ConvolutionKernels convolution = new ConvolutionKernels(runtime, winograd);
    put(Conv2d.class, convolution::forward);
    put(Conv2dInputGrad.class, convolution::inputGrad);
    put(Conv2dFilterGrad.class, convolution::filterGrad);

    InnerProductKernels innerProduct = new InnerProductKernels(runtime);
    put(InnerProduct.class, innerProduct::forward);
    put(InnerProductInputGrad.class, innerProduct::inputGrad);
    put(InnerProductFilterGrad.class, innerProduct::filterGrad);

    put(MaxPool2d.class, pooling::max);
    put(MaxPool2dGrad.class, pooling::maxGrad);
    put(AveragePool2d.class, pooling::average);
    put(AveragePool2dGrad.class, pooling::averageGrad);
    put(Reduce.class, new ReductionKernels(runtime, pooling, movement)::kernel);

    NormalizationKernels normalization = new NormalizationKernels(runtime);
    put(BatchNorm.class, normalization::training);
    put(BatchNormGrad.class, normalization::grad);
    put(BatchNormInference.class, normalization::inference);

    DropoutKernels dropout = new DropoutKernels(runtime, movement, team);
    put(Dropout.class, dropout::forward);
    put(DropoutGrad.class, dropout::grad);

    UnaryKernels unary = new UnaryKernels(runtime);
    put(Unary.class, unary::forward);
    put(UnaryGrad.class, unary::grad);
    put(Binary.class, new BinaryKernels(runtime)::kernel);

    SoftmaxKernels softmax = new SoftmaxKernels(runtime);
    put(Softmax.class, softmax::forward);
    put(SoftmaxGrad.class, softmax::grad);

    UpdateKernels updates = new UpdateKernels(runtime);
    put(SgdStep.class, updates::sgd);
    put(RmsPropStep.class, updates::rmsProp);
    put(AdamStep.class, updates::adam);
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
