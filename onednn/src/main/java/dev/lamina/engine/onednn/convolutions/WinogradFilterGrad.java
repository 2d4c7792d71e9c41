package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.images.ImageStage;
import dev.lamina.engine.onednn.images.Images;
import dev.lamina.engine.onednn.images.MemberSums;
import dev.lamina.engine.onednn.natives.Address;
import dev.lamina.engine.onednn.primitives.NativeMatrix;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.RowProduct;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import dev.lamina.engine.onednn.primitives.Steps;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import java.util.List;

/**
 * The filter gradient of a convolution by {@link Winograd}: the derivative of what {@link
 * WinogradConvolution} computes. Each member of the team takes the rows of inputs and of output
 * gradients to the points, a chunk of images at a time, has the filter's gradient computed at each
 * point, and adds it, taken back to the filter's rows, to a sum of its own.
 */
final class WinogradFilterGrad implements ImageStage {
  private final OneDnnRuntime runtime;
  private final TiledConvolution tiled;
  private final OpenMpTeam team;
  private final Shares shares;
  private final FilterRows filterRows;
  private final List<OneDnnLayout> inputs;
  private final List<OneDnnLayout> outputs;
  private final RowTransform inputToPoints;
  private final RowTransform gradToPoints;
  private final NativeMatrix filterFromPoints =
      new NativeMatrix(Winograd.transposed(Winograd.FILTER));
  private final MemberSums filterSums;
  private final MemberSums biasSums;
  private ScratchPlan.Part inputPoints = ScratchPlan.NONE;
  private ScratchPlan.Part gradPoints = ScratchPlan.NONE;
  private ScratchPlan.Part filterPoints = ScratchPlan.NONE;
  private ScratchPlan.Part biasPart = ScratchPlan.NONE;
  private ScratchPlan.Part scratchpad = ScratchPlan.NONE;

  WinogradFilterGrad(OneDnnRuntime runtime, TiledConvolution tiled) {
    this.runtime = runtime;
    this.tiled = tiled;
    team = tiled.team();
    shares = tiled.shares();
    filterRows = tiled.filterRows();
    ConvolutionShapes whole = tiled.whole();
    inputs = List.of(tiled.input(), tiled.output());
    OneDnnLayout filter = tiled.filter();
    outputs = whole.hasBias() ? List.of(filter, whole.bias()) : List.of(filter);
    inputToPoints =
        RowTransform.ofInputs(
            whole.window().axis(0).before(), whole.inputType().shape().dim(1), tiled.outputs());
    gradToPoints = RowTransform.ofOutputGradients(tiled.outputs());
    filterSums = new MemberSums(shares, filter.bytes());
    biasSums = new MemberSums(shares, biasBytes());
  }

  private long biasBytes() {
    return tiled.whole().hasBias() ? tiled.whole().bias().bytes() : 0;
  }

  @Override
  public List<OneDnnLayout> inputs() {
    return inputs;
  }

  @Override
  public List<OneDnnLayout> outputs() {
    return outputs;
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public String description() {
    return tiled.description();
  }

  @Override
  public void addScratch(ScratchPlan lasting, ScratchPlan passing) {
    inputPoints = passing.add(tiled.inputPointBytes());
    gradPoints = passing.add(tiled.outputPointBytes());
    filterPoints = passing.add(Winograd.POINTS * filterRows.bytes());
    biasPart = passing.add(biasBytes());
    scratchpad = passing.add(tiled.scratchBytes());
    filterSums.addScratch(lasting);
    biasSums.addScratch(lasting);
  }

  @Override
  public ImageStage.Bound bind(List<Images> boundInputs, List<Images> outputs, Scratch scratch) {
    return new Bound(boundInputs, outputs, scratch);
  }

  private final class Bound implements ImageStage.Bound {
    private final Images input;
    private final Images grad;
    private final MemberSums.Bound filter;
    private final MemberSums.Bound bias;
    private final Member[] members = new Member[team.size()];

    /** One thread's own memory and steps. */
    private record Member(
        RowProduct product,
        long inputPoints,
        long gradPoints,
        long filterPoints,
        long bias,
        Step chunk,
        Step tail) {}

    Bound(List<Images> boundInputs, List<Images> boundOutputs, Scratch scratch) {
      input = boundInputs.get(0);
      grad = boundInputs.get(1);
      filter = filterSums.bind(scratch.lasting(), boundOutputs.get(0).at(0, 0));
      bias = biasSums.bind(scratch.lasting(), biasBytes() == 0 ? 0 : boundOutputs.get(1).at(0, 0));
      for (int i = 0; i < members.length; i++) {
        members[i] =
            new Member(
                new RowProduct(),
                scratch.passing(inputPoints).at(i, 0),
                scratch.passing(gradPoints).at(i, 0),
                scratch.passing(filterPoints).at(i, 0),
                scratch.passing(biasPart).at(i, 0),
                products(tiled.chunk(), shares.chunk(), i, scratch),
                products(tiled.tail(), shares.tail(), i, scratch));
      }
    }

    private Step products(RowConvolutions products, int images, int member, Scratch scratch) {
      Step[] steps = new Step[Winograd.POINTS];
      long inputs = scratch.passing(inputPoints).at(member, 0);
      long grads = scratch.passing(gradPoints).at(member, 0);
      long filters = scratch.passing(filterPoints).at(member, 0);
      for (int point = 0; point < steps.length; point++) {
        steps[point] =
            products.bind(
                runtime,
                point,
                new Address(inputs + point * tiled.inputRows().bytes(images, tiled.tiles())),
                new Address(filters + point * filterRows.bytes()),
                new Address(scratch.passing(biasPart).at(member, 0)),
                new Address(grads + point * tiled.outputRows().bytes(images, tiled.tiles())),
                new Address(scratch.passing(scratchpad).at(member, 0)));
      }
      return Steps.sequence(steps);
    }

    @Override
    public void prepare(int member) {
      filter.prepare(member);
      bias.prepare(member);
    }

    @Override
    public void run(int index, int chunk) {
      Member member = members[index];
      long first = shares.firstImage(chunk);
      int images = shares.imagesOf(chunk);
      inputToPoints.run(
          member.product,
          input.at(index, first),
          member.inputPoints,
          images,
          tiled.inputRows().floats());
      gradToPoints.run(
          member.product,
          grad.at(index, first),
          member.gradPoints,
          images,
          tiled.outputRows().floats());
      (shares.isTail(chunk) ? member.tail : member.chunk).run();
      addToSums(index, chunk);
    }

    private void addToSums(int index, int chunk) {
      Member member = members[index];
      boolean add = filter.isBegun(index, chunk);
      long filterSum = filter.of(index);
      for (int block = 0; block < filterRows.blocks(); block++) {
        long first = block * filterRows.rowFloats() * Float.BYTES;
        member.product.run(
            filterFromPoints,
            member.filterPoints + first,
            filterRows.floats(),
            filterSum + first * Winograd.TAPS,
            filterRows.rowFloats(),
            filterRows.rowFloats(),
            add);
      }
      bias.add(index, chunk, member.bias);
    }

    @Override
    public void finish() {
      filter.finish();
      bias.finish();
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
    filterSums.close();
    biasSums.close();
  }
}
