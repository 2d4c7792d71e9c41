package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
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
final class WinogradConvolution implements Kernel {
  private final OneDnnRuntime runtime;
  private final TiledConvolution tiled;
  private final OpenMpTeam team;
  private final Shares shares;
  private final boolean forward;
  private final List<Layout> inputs;
  private final Layout output;
  private final ImageRows sourceRows;
  private final ImageRows targetRows;
  private final FilterRows filterRows;
  private final RowTransform toPoints;
  private final RowTransform fromPoints;
  private final NativeMatrix filterToPoints;
  private final @Nullable Activation activation;
  private final ScratchPlan scratch = new ScratchPlan();
  private final ScratchPlan.Part filterPoints;
  private final ScratchPlan.Part[] sourcePoints;
  private final ScratchPlan.Part[] targetPoints;
  private final ScratchPlan.Part[] scratchpads;

  /** What is applied to a chunk of results while they are in the cache. */
  private record Activation(Primitive chunk, Primitive tail) {
    static @Nullable Activation of(OneDnnRuntime runtime, TiledConvolution tiled, Unary function) {
      if (function.isIdentity()) {
        return null;
      }
      Shares shares = tiled.shares();
      Primitive chunk = create(runtime, tiled, function, shares.chunk());
      return new Activation(
          chunk,
          shares.tail() == shares.chunk()
              ? chunk
              : create(runtime, tiled, function, shares.tail()));
    }

    private static Primitive create(
        OneDnnRuntime runtime, TiledConvolution tiled, Unary function, int images) {
      Shape output = tiled.output().type().shape();
      Descriptor descriptor = Descriptor.dense(DataTypes.F32, (long) images * output.sizeFrom(1));
      return tiled
          .team()
          .alone(
              () ->
                  Primitive.create(
                      function.function().toString(),
                      UnaryKernels.recipe(runtime, Elementwise.of(function), descriptor)));
    }

    PrimitiveStep bind(OneDnnRuntime runtime, boolean last, Address data) {
      Primitive primitive = last ? tail : chunk;
      return new PrimitiveStep(
          runtime,
          primitive,
          List.of(
              new PrimitiveStep.Argument(DNNL_ARG_SRC, primitive.source(), data),
              new PrimitiveStep.Argument(DNNL_ARG_DST, primitive.destination(), data)));
    }

    void close() {
      chunk.close();
      tail.close();
    }
  }

  private WinogradConvolution(
      OneDnnRuntime runtime,
      TiledConvolution tiled,
      List<Layout> inputs,
      Layout output,
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
    toPoints = RowTransform.toPoints(Winograd.INPUT, before, rows, tiled.tiles());
    fromPoints = RowTransform.fromPoints(Winograd.OUTPUT, height(output), tiled.tiles());
    filterToPoints =
        new NativeMatrix(forward ? Winograd.FILTER : Winograd.reversed(Winograd.FILTER));
    activation = Activation.of(runtime, tiled, function);
    filterPoints = scratch.add(Winograd.POINTS * filterRows.bytes());
    sourcePoints = scratch.addForEach(team.size(), pointBytes(forward));
    targetPoints = scratch.addForEach(team.size(), pointBytes(!forward));
    scratchpads = scratch.addForEach(team.size(), tiled.scratchBytes());
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
  public List<Layout> outputs() {
    return List.of(output);
  }

  @Override
  public long scratchBytes() {
    return scratch.total();
  }

  @Override
  public String description() {
    return tiled.description();
  }

  @Override
  public Step bind(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer memory) {
    return new Bound(boundInputs, (NativeBuffer) boundOutputs.get(0), memory);
  }

  private final class Bound implements Step {
    private final long filter;
    private final long source;
    private final long target;
    private final long points;
    private final Member[] members = new Member[team.size()];
    private final AtomicIntegerArray next = new AtomicIntegerArray(team.size());
    private final List<Step> activations;
    private final OpenMpTeam.Work transformFilter = this::transformFilter;
    private final OpenMpTeam.Work convolve = this::convolve;

    /** One thread's own memory and steps. */
    private record Member(
        RowProduct product, long sourcePoints, long targetPoints, Step chunk, Step tail) {}

    Bound(List<Buffer> boundInputs, NativeBuffer boundOutput, Buffer memory) {
      filter = ((NativeBuffer) boundInputs.get(forward ? 1 : 0)).address();
      source = ((NativeBuffer) boundInputs.get(forward ? 0 : 1)).address();
      target = boundOutput.address();
      points = filterPoints.in(memory).address();
      Address bias =
          new Address(boundInputs.size() == 3 ? ((NativeBuffer) boundInputs.get(2)).address() : 0);
      for (int i = 0; i < members.length; i++) {
        long from = sourcePoints[i].in(memory).address();
        long to = targetPoints[i].in(memory).address();
        Address scratchpad = new Address(scratchpads[i].in(memory).address());
        Step chunk = products(tiled.chunk(), shares.chunk(), from, bias, to, scratchpad);
        Step tail = products(tiled.tail(), shares.tail(), from, bias, to, scratchpad);
        members[i] = new Member(new RowProduct(), from, to, chunk, tail);
      }
      activations = activations(activation);
    }

    private List<Step> activations(@Nullable Activation function) {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; function != null && i < shares.chunks(); i++) {
        steps.add(function.bind(runtime, i == shares.chunks() - 1, new Address(targetOf(i))));
      }
      return steps;
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

    private long targetOf(int chunk) {
      return target + targetRows.bytes((long) chunk * shares.chunk(), fromPoints.rows());
    }

    @Override
    public void run() {
      team.run(transformFilter);
      for (int i = 0; i < members.length; i++) {
        next.set(i, shares.first(i));
      }
      team.run(convolve);
    }

    private void transformFilter(int member) {
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

    /** A member does its own share, then what others have left of theirs: no bit depends on who. */
    private void convolve(int index) {
      for (int i = 0; i < members.length; i++) {
        int owner = (index + i) % members.length;
        int end = shares.first(owner + 1);
        for (int chunk = next.getAndIncrement(owner);
            chunk < end;
            chunk = next.getAndIncrement(owner)) {
          convolve(members[index], chunk);
        }
      }
    }

    private void convolve(Member member, int chunk) {
      int images = shares.imagesOf(chunk);
      toPoints.run(
          member.product,
          source + sourceRows.bytes((long) chunk * shares.chunk(), toPoints.rows()),
          member.sourcePoints,
          images,
          sourceRows.floats());
      (chunk == shares.chunks() - 1 ? member.tail : member.chunk).run();
      fromPoints.run(
          member.product, targetOf(chunk), member.targetPoints, images, targetRows.floats());
      if (!activations.isEmpty()) {
        activations.get(chunk).run();
      }
    }

    @Override
    public void close() {
      for (Member member : members) {
        member.chunk.close();
        member.tail.close();
      }
      activations.forEach(Step::close);
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
