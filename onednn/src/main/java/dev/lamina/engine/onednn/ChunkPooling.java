package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.ir.MaxPool2d;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Max pooling of chunks of images that a convolution has just made, for inference. The results lie
 * channels last; where the images do not, they are reordered while there are few of them.
 */
final class ChunkPooling implements AutoCloseable {
  private static final Axes IMAGE = Axes.activation(4);

  private final OneDnnRuntime runtime;
  private final Shares shares;
  private final ChunkPrimitive pool;
  private final @Nullable ChunkPrimitive arrange;
  private final Layout output;
  private final Layout absent;
  private final long resultBytes;
  private ScratchPlan.Part[] results = new ScratchPlan.Part[0];
  private ScratchPlan.Part[] scratchpads = new ScratchPlan.Part[0];

  private ChunkPooling(
      OneDnnRuntime runtime,
      Shares shares,
      ChunkPrimitive pool,
      @Nullable ChunkPrimitive arrange,
      Layout output,
      Layout absent) {
    this.runtime = runtime;
    this.shares = shares;
    this.pool = pool;
    this.arrange = arrange;
    this.output = output;
    this.absent = absent;
    resultBytes = arrange == null ? 0 : pool.chunk().destination().bytes();
  }

  /**
   * The pooling of what a convolution gives.
   *
   * @param images how the convolution's results lie
   * @return empty where a chunk of them does not lie as all do
   */
  static Optional<ChunkPooling> create(
      OneDnnRuntime runtime,
      OpenMpTeam team,
      PoolingKernels kernels,
      MaxPool2d op,
      KernelRequest request,
      OneDnnLayout images,
      Shares shares) {
    TensorType outputType = Requests.outputType(request, 0);
    if (images.descriptor().ofImages(1).isEmpty()) {
      return Optional.empty();
    }
    ChunkPrimitive pool =
        ChunkPrimitive.create(
            team,
            shares,
            number ->
                kernels.max(
                    op,
                    images.descriptor().ofImages(number).orElseThrow(),
                    outputType.withShape(outputType.shape().with(0, number)),
                    false));
    Descriptor result = pool.chunk().destination();
    Optional<Descriptor> whole = result.ofImages(shares.images());
    if (whole.isEmpty()) {
      pool.close();
      return Optional.empty();
    }
    OneDnnLayout plain = OneDnnLayout.plain(outputType);
    ChunkPrimitive arrange =
        OneDnnLayout.of(outputType, IMAGE, whole.get()).equals(plain)
            ? null
            : ChunkPrimitive.create(
                team,
                shares,
                number ->
                    MovementKernels.primitive(
                        runtime,
                        "reorder",
                        result.ofImages(number).orElseThrow(),
                        plain.descriptor().ofImages(number).orElseThrow()));
    return Optional.of(
        new ChunkPooling(
            runtime,
            shares,
            pool,
            arrange,
            plain,
            OneDnnLayout.absent(Requests.outputType(request, 1))));
  }

  List<Layout> outputs() {
    return List.of(output, absent);
  }

  String description() {
    return "max pool " + pool.chunk().implementation();
  }

  void addScratch(ScratchPlan plan, int members) {
    results = plan.addForEach(members, resultBytes);
    scratchpads =
        plan.addForEach(
            members, Math.max(pool.scratchBytes(), arrange == null ? 0 : arrange.scratchBytes()));
  }

  /**
   * Each member's steps.
   *
   * @param sources where each finds the chunk that it is to pool
   */
  Bound[] bind(long[] sources, List<Buffer> boundOutputs, Buffer memory) {
    Bound[] members = new Bound[sources.length];
    Arrays.setAll(members, member -> bind(member, sources[member], boundOutputs, memory));
    return members;
  }

  private Bound bind(int member, long source, List<Buffer> boundOutputs, Buffer memory) {
    long target = ((NativeBuffer) boundOutputs.get(0)).address();
    long imageBytes = output.bytes() / shares.images();
    long scratchpad = scratchpads[member].in(memory).address();
    long middle = results[member].in(memory).address();
    List<ChunkPrimitive.Operand> operands = new ArrayList<>();
    operands.add(new ChunkPrimitive.Operand(DNNL_ARG_SRC, Primitive::source, source, 0));
    operands.add(
        arrange == null
            ? new ChunkPrimitive.Operand(DNNL_ARG_DST, Primitive::destination, target, imageBytes)
            : new ChunkPrimitive.Operand(DNNL_ARG_DST, Primitive::destination, middle, 0));
    return new Bound(
        pool.bind(runtime, shares, scratchpad, operands),
        arrange == null
            ? null
            : arrange.bind(
                runtime,
                shares,
                scratchpad,
                List.of(
                    new ChunkPrimitive.Operand(DNNL_ARG_FROM, Primitive::source, middle, 0),
                    new ChunkPrimitive.Operand(
                        DNNL_ARG_TO, Primitive::destination, target, imageBytes))));
  }

  /** One member's steps. */
  record Bound(ChunkPrimitive.Bound pool, ChunkPrimitive.@Nullable Bound arrange)
      implements AutoCloseable {
    void run(int chunk) {
      pool.run(chunk);
      if (arrange != null) {
        arrange.run(chunk);
      }
    }

    @Override
    public void close() {
      pool.close();
      if (arrange != null) {
        arrange.close();
      }
    }
  }

  @Override
  public void close() {
    pool.close();
    if (arrange != null) {
      arrange.close();
    }
  }
}
