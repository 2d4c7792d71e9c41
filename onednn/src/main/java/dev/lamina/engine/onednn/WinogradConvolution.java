package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.ir.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, or its input gradient, by {@link Winograd}. The filter's rows are taken to the
 * points first. Then the members of the team do the images, a chunk at a time: their rows to the
 * points, a convolution along the rows at each point, and the results back to rows, all of it in
 * its core's cache.
 *
 * <p>The input gradient is the convolution of the output's gradient with the filter turned around;
 * along the row oneDNN turns it.
 */
final class WinogradConvolution implements ChunkConvolution {
  private final OneDnnRuntime runtime;
  private final TiledConvolution tiled;
  private final OpenMpTeam team;
  private final Shares shares;
  private final boolean forward;
  private final List<Layout> inputs;
  private final OneDnnLayout output;
  private final ImageRows sourceRows;
  private final ImageRows targetRows;
  private final FilterRows filterRows;
  private final RowTransform toPoints;
  private final RowTransform fromPoints;
  private final NativeMatrix filterToPoints;

  /** Applied to a chunk of results while they are in the cache. */
  private final @Nullable ChunkPrimitive activation;

  private ScratchPlan.Part filterPoints = new ScratchPlan.Part(0, 0);
  private ScratchPlan.Part[] sourcePoints = new ScratchPlan.Part[0];
  private ScratchPlan.Part[] targetPoints = new ScratchPlan.Part[0];
  private ScratchPlan.Part[] scratchpads = new ScratchPlan.Part[0];

  private WinogradConvolution(
      OneDnnRuntime runtime,
      TiledConvolution tiled,
      List<Layout> inputs,
      OneDnnLayout output,
      int before,
      Unary function) {
    this.runtime = runtime;
    this.tiled = tiled;
    this.inputs = List.copyOf(inputs);
    this.output = output;
    team = tiled.team();
    shares = tiled.shares();
    forward = tiled.pass() == ConvolutionPass.FORWARD;
    sourceRows = forward ? tiled.inputRows() : tiled.outputRows();
    targetRows = forward ? tiled.outputRows() : tiled.inputRows();
    filterRows = tiled.filterRows();
    int rows = height(inputs.get(forward ? 0 : 1));
    toPoints = RowTransform.ofInputs(before, rows, tiled.outputs());
    fromPoints = RowTransform.ofOutputs(tiled.outputs());
    filterToPoints =
        new NativeMatrix(forward ? Winograd.FILTER : Winograd.reversed(Winograd.FILTER));
    activation = function.isIdentity() ? null : activation(function);
  }

  private ChunkPrimitive activation(Unary function) {
    return ChunkPrimitive.create(
        team,
        shares,
        images ->
            Primitive.create(
                function.function().toString(),
                UnaryKernels.recipe(
                    runtime,
                    Elementwise.of(function),
                    Descriptor.dense(
                        DataTypes.F32, (long) images * output.type().shape().sizeFrom(1)))));
  }

  static WinogradConvolution forward(
      OneDnnRuntime runtime, TiledConvolution tiled, Unary activation) {
    Convolution whole = tiled.whole();
    List<Layout> inputs = new ArrayList<>();
    inputs.add(tiled.input());
    inputs.add(tiled.filter());
    if (whole.hasBias()) {
      inputs.add(whole.bias());
    }
    return new WinogradConvolution(
        runtime, tiled, inputs, tiled.output(), whole.window().padTop(), activation);
  }

  static WinogradConvolution inputGrad(OneDnnRuntime runtime, TiledConvolution tiled) {
    Convolution whole = tiled.whole();
    return new WinogradConvolution(
        runtime,
        tiled,
        List.of(tiled.filter(), tiled.output()),
        tiled.input(),
        Winograd.TAPS - 1 - whole.window().padTop(),
        Unary.IDENTITY);
  }

  private static int height(Layout image) {
    return image.type().shape().dim(1);
  }

  private long pointBytes(boolean ofInput) {
    return ofInput ? tiled.inputPointBytes() : tiled.outputPointBytes();
  }

  @Override
  public List<Layout> inputs() {
    return inputs;
  }

  @Override
  public OneDnnLayout output() {
    return output;
  }

  @Override
  public Shares shares() {
    return shares;
  }

  @Override
  public String description() {
    return tiled.description();
  }

  @Override
  public void addScratch(ScratchPlan plan) {
    filterPoints = plan.add(Winograd.POINTS * filterRows.bytes());
    sourcePoints = plan.addForEach(team.size(), pointBytes(forward));
    targetPoints = plan.addForEach(team.size(), pointBytes(!forward));
    scratchpads =
        plan.addForEach(
            team.size(),
            Math.max(tiled.scratchBytes(), activation == null ? 0 : activation.scratchBytes()));
  }

  @Override
  public ChunkConvolution.Bound bind(
      List<Buffer> boundInputs, Buffer memory, long[] target, long imageBytes) {
    return new Bound(boundInputs, memory, target, imageBytes);
  }

  private final class Bound implements ChunkConvolution.Bound {
    private final long filter;
    private final long source;
    private final long points;
    private final long imageBytes;
    private final Member[] members = new Member[team.size()];

    /** One thread's own memory and steps. */
    private record Member(
        RowProduct product,
        long sourcePoints,
        long targetPoints,
        long target,
        Step chunk,
        Step tail,
        ChunkPrimitive.@Nullable Bound activation) {}

    Bound(List<Buffer> boundInputs, Buffer memory, long[] target, long imageBytes) {
      this.imageBytes = imageBytes;
      filter = ((NativeBuffer) boundInputs.get(forward ? 1 : 0)).address();
      source = ((NativeBuffer) boundInputs.get(forward ? 0 : 1)).address();
      points = filterPoints.in(memory).address();
      Address bias =
          new Address(boundInputs.size() == 3 ? ((NativeBuffer) boundInputs.get(2)).address() : 0);
      for (int i = 0; i < members.length; i++) {
        long from = sourcePoints[i].in(memory).address();
        long to = targetPoints[i].in(memory).address();
        Address scratchpad = new Address(scratchpads[i].in(memory).address());
        Step chunk = products(tiled.chunk(), shares.chunk(), from, bias, to, scratchpad);
        Step tail = products(tiled.tail(), shares.tail(), from, bias, to, scratchpad);
        members[i] =
            new Member(
                new RowProduct(),
                from,
                to,
                target[i],
                chunk,
                tail,
                activate(target[i], scratchpad));
      }
    }

    private ChunkPrimitive.@Nullable Bound activate(long target, Address scratchpad) {
      return activation == null
          ? null
          : activation.bind(
              runtime,
              shares,
              scratchpad.address(),
              List.of(
                  new ChunkPrimitive.Operand(DNNL_ARG_SRC, Primitive::source, target, imageBytes),
                  new ChunkPrimitive.Operand(
                      DNNL_ARG_DST, Primitive::destination, target, imageBytes)));
    }

    private Step products(
        RowConvolutions products,
        int images,
        long from,
        Address bias,
        long to,
        Address scratchpad) {
      Step[] steps = new Step[Winograd.POINTS];
      for (int point = 0; point < steps.length; point++) {
        Address sourcePoint = new Address(from + point * sourceRows.bytes(images, tiled.tiles()));
        Address targetPoint = new Address(to + point * targetRows.bytes(images, tiled.tiles()));
        steps[point] =
            products.bind(
                runtime,
                point,
                forward ? sourcePoint : targetPoint,
                new Address(points + point * filterRows.bytes()),
                bias,
                forward ? targetPoint : sourcePoint,
                scratchpad);
      }
      return Steps.sequence(steps);
    }

    /** The filter's rows to the points. */
    @Override
    public void prepare(int member) {
      int end = Shares.partOf(filterRows.blocks(), member + 1, members.length);
      for (int block = Shares.partOf(filterRows.blocks(), member, members.length);
          block < end;
          block++) {
        long first = block * filterRows.rowFloats() * Float.BYTES;
        members[member].product.run(
            filterToPoints,
            filter + first * Winograd.TAPS,
            filterRows.rowFloats(),
            points + first,
            filterRows.floats(),
            filterRows.rowFloats(),
            false);
      }
    }

    @Override
    public void run(int index, int chunk) {
      Member member = members[index];
      int images = shares.imagesOf(chunk);
      long first = (long) chunk * shares.chunk();
      toPoints.run(
          member.product,
          source + sourceRows.bytes(first, toPoints.rows()),
          member.sourcePoints,
          images,
          sourceRows.floats());
      (chunk == shares.chunks() - 1 ? member.tail : member.chunk).run();
      fromPoints.run(
          member.product,
          member.target + first * imageBytes,
          member.targetPoints,
          images,
          targetRows.floats());
      if (member.activation != null) {
        member.activation.run(chunk);
      }
    }

    @Override
    public void close() {
      for (Member member : members) {
        member.chunk.close();
        member.tail.close();
        if (member.activation != null) {
          member.activation.close();
        }
      }
    }
  }

  @Override
  public void close() {
    tiled.close();
    toPoints.close();
    fromPoints.close();
    filterToPoints.close();
    if (activation != null) {
      activation.close();
    }
  }
}
