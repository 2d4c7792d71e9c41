package dev.lamina.engine.onednn;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * The filter gradient of a convolution by {@link Winograd}: the derivative of what {@link
 * WinogradConvolution} computes. Each member of the team takes the rows of inputs and of output
 * gradients to the points, a chunk of images at a time, has the filter's gradient computed at each
 * point, and adds it, taken back to the filter's rows, to a sum of its own. At last the members'
 * sums are added.
 */
final class WinogradFilterGrad implements Kernel {
  private final OneDnnRuntime runtime;
  private final TiledConvolution tiled;
  private final OpenMpTeam team;
  private final Shares shares;
  private final FilterRows filterRows;
  private final List<Layout> inputs;
  private final List<Layout> outputs;
  private final RowTransform inputToPoints;
  private final RowTransform gradToPoints;
  private final NativeMatrix filterFromPoints =
      new NativeMatrix(Winograd.transposed(Winograd.FILTER));
  private final NativeMatrix one = new NativeMatrix(new double[][] {{1}});
  private final NativeMatrix ones;
  private final ScratchPlan scratch = new ScratchPlan();
  private final ScratchPlan.Part[] inputPoints;
  private final ScratchPlan.Part[] gradPoints;
  private final ScratchPlan.Part[] filterPoints;
  private final ScratchPlan.Part[] biases;
  private final ScratchPlan.Part[] scratchpads;
  private final ScratchPlan.Part[] filterSums;
  private final ScratchPlan.Part[] biasSums;

  WinogradFilterGrad(OneDnnRuntime runtime, TiledConvolution tiled) {
    this.runtime = runtime;
    this.tiled = tiled;
    team = tiled.team();
    shares = tiled.shares();
    filterRows = tiled.filterRows();
    Convolution whole = tiled.whole();
    inputs = List.of(tiled.input(), tiled.output());
    Layout filter = tiled.filter();
    outputs = whole.hasBias() ? List.of(filter, whole.bias()) : List.of(filter);
    inputToPoints =
        RowTransform.ofInputs(
            whole.window().padTop(), whole.inputType().shape().dim(1), tiled.outputs());
    gradToPoints = RowTransform.ofOutputGradients(tiled.outputs());
    int members = team.size();
    double[] each = new double[members];
    Arrays.fill(each, 1);
    ones = new NativeMatrix(new double[][] {each});
    inputPoints = scratch.addForEach(members, tiled.inputPointBytes());
    gradPoints = scratch.addForEach(members, tiled.outputPointBytes());
    filterPoints = scratch.addForEach(members, Winograd.POINTS * filterRows.bytes());
    biases = scratch.addForEach(members, biasBytes());
    scratchpads = scratch.addForEach(members, tiled.scratchBytes());
    filterSums = scratch.addForEach(members, filter.bytes());
    biasSums = scratch.addForEach(members, biasBytes());
  }

  private long biasBytes() {
    return tiled.whole().hasBias() ? tiled.whole().bias().bytes() : 0;
  }

  @Override
  public List<Layout> inputs() {
    return inputs;
  }

  @Override
  public List<Layout> outputs() {
    return outputs;
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
    return new Bound(boundInputs, boundOutputs, memory);
  }

  private final class Bound implements Step {
    private final long input;
    private final long grad;
    private final long filter;
    private final long bias;
    private final long filterFloats = filterRows.floats() * Winograd.TAPS;
    private final long biasFloats = biasBytes() / Float.BYTES;
    private final long filterSumStride = stride(filterSums);
    private final long biasSumStride = stride(biasSums);
    private final Member[] members = new Member[team.size()];
    private final OpenMpTeam.Work add = this::add;

    /** One thread's own memory and steps. */
    private record Member(
        RowProduct product,
        long inputPoints,
        long gradPoints,
        long filterPoints,
        long bias,
        long filterSum,
        long biasSum,
        Step chunk,
        Step tail) {}

    Bound(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer memory) {
      input = ((NativeBuffer) boundInputs.get(0)).address();
      grad = ((NativeBuffer) boundInputs.get(1)).address();
      filter = ((NativeBuffer) boundOutputs.get(0)).address();
      bias = biasFloats == 0 ? 0 : ((NativeBuffer) boundOutputs.get(1)).address();
      for (int i = 0; i < members.length; i++) {
        members[i] =
            new Member(
                new RowProduct(),
                inputPoints[i].in(memory).address(),
                gradPoints[i].in(memory).address(),
                filterPoints[i].in(memory).address(),
                biases[i].in(memory).address(),
                filterSums[i].in(memory).address(),
                biasSums[i].in(memory).address(),
                products(tiled.chunk(), shares.chunk(), i, memory),
                products(tiled.tail(), shares.tail(), i, memory));
      }
    }

    private Step products(RowConvolutions products, int images, int member, Buffer memory) {
      Step[] steps = new Step[Winograd.POINTS];
      long inputs = inputPoints[member].in(memory).address();
      long grads = gradPoints[member].in(memory).address();
      long filters = filterPoints[member].in(memory).address();
      for (int point = 0; point < steps.length; point++) {
        steps[point] =
            products.bind(
                runtime,
                point,
                new Address(inputs + point * tiled.inputRows().bytes(images, tiled.tiles())),
                new Address(filters + point * filterRows.bytes()),
                new Address(biases[member].in(memory).address()),
                new Address(grads + point * tiled.outputRows().bytes(images, tiled.tiles())),
                new Address(scratchpads[member].in(memory).address()));
      }
      return Steps.sequence(steps);
    }

    /** Floats from one member's sum to the next one's. */
    private static long stride(ScratchPlan.Part[] parts) {
      long bytes = parts.length == 1 ? parts[0].bytes() : parts[1].offset() - parts[0].offset();
      return bytes / Float.BYTES;
    }

    @Override
    public void run() {
      team.run(add);
      Member first = members[0];
      first.product.run(
          ones, first.filterSum, filterSumStride, filter, filterFloats, filterFloats, false);
      if (biasFloats > 0) {
        first.product.run(ones, first.biasSum, biasSumStride, bias, biasFloats, biasFloats, false);
      }
    }

    private void add(int index) {
      Member member = members[index];
      int begin = shares.first(index);
      int end = shares.first(index + 1);
      if (shares.isIdle(index)) {
        // Its sums are added to the others' all the same.
        Pointer.memset(new Address(member.filterSum), 0, filterFloats * Float.BYTES);
        Pointer.memset(new Address(member.biasSum), 0, biasFloats * Float.BYTES);
      }
      for (int chunk = begin; chunk < end; chunk++) {
        toPoints(
            inputToPoints, member.product, input, member.inputPoints, chunk, tiled.inputRows());
        toPoints(gradToPoints, member.product, grad, member.gradPoints, chunk, tiled.outputRows());
        (chunk == shares.chunks() - 1 ? member.tail : member.chunk).run();
        addToSums(member, chunk > begin);
      }
    }

    private void toPoints(
        RowTransform transform,
        RowProduct product,
        long images,
        long points,
        int chunk,
        ImageRows rows) {
      transform.run(
          product,
          images + rows.bytes((long) chunk * shares.chunk(), transform.rows()),
          points,
          shares.imagesOf(chunk),
          rows.floats());
    }

    private void addToSums(Member member, boolean add) {
      for (int block = 0; block < filterRows.blocks(); block++) {
        long first = block * filterRows.rowFloats() * Float.BYTES;
        member.product.run(
            filterFromPoints,
            member.filterPoints + first,
            filterRows.floats(),
            member.filterSum + first * Winograd.TAPS,
            filterRows.rowFloats(),
            filterRows.rowFloats(),
            add);
      }
      if (biasFloats > 0) {
        member.product.run(
            one, member.bias, biasFloats, member.biasSum, biasFloats, biasFloats, add);
      }
    }

    @Override
    public void close() {
      for (Member member : members) {
        member.chunk.close();
        member.tail.close();
      }
    }
  }

  @Override
  public void close() {
    tiled.close();
    inputToPoints.close();
    gradToPoints.close();
    filterFromPoints.close();
    one.close();
    ones.close();
  }
}
