package dev.lamina.engine.onednn;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Layout;
import dev.lamina.ir.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** oneDNN's own convolution, chunk by chunk. */
final class DirectConvolution implements ChunkConvolution {
  /** What a chunk's results may take of a core's cache. */
  private static final long CACHE_BYTES = 384 << 10;

  private static final ConvolutionPass PASS = ConvolutionPass.FORWARD;

  private final OneDnnRuntime runtime;
  private final OpenMpTeam team;
  private final Convolution whole;
  private final Shares shares;
  private final ChunkPrimitive primitive;
  private final Descriptor input;
  private final Descriptor output;
  private ScratchPlan.Part[] scratchpads = new ScratchPlan.Part[0];

  private DirectConvolution(
      OneDnnRuntime runtime,
      OpenMpTeam team,
      Convolution whole,
      Shares shares,
      ChunkPrimitive primitive,
      Descriptor input,
      Descriptor output) {
    this.runtime = runtime;
    this.team = team;
    this.whole = whole;
    this.shares = shares;
    this.primitive = primitive;
    this.input = input;
    this.output = output;
  }

  /** The convolution in chunks, if a chunk of its images lies as all do. */
  static Optional<DirectConvolution> create(
      OneDnnRuntime runtime, OpenMpTeam team, Convolution whole, Unary activation) {
    int images = whole.inputType().shape().dim(0);
    long imageBytes = (long) whole.outputType().shape().sizeFrom(1) * Float.BYTES;
    Shares shares = Shares.of(images, team.size(), Math.max(1, CACHE_BYTES / imageBytes));
    ChunkPrimitive primitive =
        ChunkPrimitive.create(
            team,
            shares,
            number -> PASS.create(whole.ofImages(number), Elementwise.postOps(activation)));
    Optional<Descriptor> input = PASS.input(primitive.chunk()).ofImages(images);
    Optional<Descriptor> output = PASS.output(primitive.chunk()).ofImages(images);
    if (input.isPresent()
        && output.isPresent()
        && primitive.chunk().isFast()
        && PASS.filter(primitive.tail()).isSame(PASS.filter(primitive.chunk()))) {
      return Optional.of(
          new DirectConvolution(
              runtime, team, whole, shares, primitive, input.get(), output.get()));
    }
    primitive.close();
    return Optional.empty();
  }

  @Override
  public List<Layout> inputs() {
    List<Layout> inputs = new ArrayList<>();
    inputs.add(whole.input(input));
    inputs.add(whole.filter(PASS.filter(primitive.chunk())));
    if (whole.hasBias()) {
      inputs.add(whole.bias());
    }
    return inputs;
  }

  @Override
  public OneDnnLayout output() {
    return whole.output(output);
  }

  @Override
  public Shares shares() {
    return shares;
  }

  @Override
  public String description() {
    return PASS.title() + " " + primitive.chunk().implementation();
  }

  @Override
  public void addScratch(ScratchPlan plan) {
    scratchpads = plan.addForEach(team.size(), primitive.scratchBytes());
  }

  @Override
  public ChunkConvolution.Bound bind(
      List<Buffer> inputs, Buffer scratch, long[] target, long imageBytes) {
    ChunkPrimitive.Bound[] members = new ChunkPrimitive.Bound[team.size()];
    for (int member = 0; member < members.length; member++) {
      List<ChunkPrimitive.Operand> operands = new ArrayList<>();
      operands.add(
          new ChunkPrimitive.Operand(
              PASS.inputArgument(),
              PASS::input,
              address(inputs.get(0)),
              input.bytes() / shares.images()));
      operands.add(
          new ChunkPrimitive.Operand(
              PASS.filterArgument(), PASS::filter, address(inputs.get(1)), 0));
      if (whole.hasBias()) {
        operands.add(
            new ChunkPrimitive.Operand(
                PASS.biasArgument(), any -> whole.bias().descriptor(), address(inputs.get(2)), 0));
      }
      operands.add(
          new ChunkPrimitive.Operand(
              PASS.outputArgument(), PASS::output, target[member], imageBytes));
      members[member] =
          primitive.bind(runtime, shares, scratchpads[member].in(scratch).address(), operands);
    }
    return new Bound(members);
  }

  private static long address(Buffer buffer) {
    return ((NativeBuffer) buffer).address();
  }

  private static final class Bound implements ChunkConvolution.Bound {
    private final ChunkPrimitive.Bound[] members;

    Bound(ChunkPrimitive.Bound[] members) {
      this.members = members;
    }

    @Override
    public void prepare(int member) {}

    @Override
    public void run(int member, int chunk) {
      members[member].run(chunk);
    }

    @Override
    public void close() {
      for (ChunkPrimitive.Bound member : members) {
        member.close();
      }
    }
  }

  @Override
  public void close() {
    primitive.close();
  }
}
