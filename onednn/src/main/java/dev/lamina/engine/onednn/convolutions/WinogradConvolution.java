package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.images.ImageStage;
import dev.lamina.engine.onednn.images.Images;
import dev.lamina.engine.onednn.natives.Address;
import dev.lamina.engine.onednn.primitives.NativeMatrix;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.RowProduct;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import dev.lamina.engine.onednn.primitives.Steps;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution, or its input gradient, by {@link Winograd}. The filter's rows are taken to the
 * points first. Then the members of the team do the images, a chunk at a time: their rows to the
 * points, a convolution along the rows at each point, and the results back to rows, all of it in
 * its core's cache.
 *
 * <p>The input gradient is the convolution of the output's gradient with the filter turned around;
 * along the row oneDNN turns it.
 */
final class WinogradConvolution implements ImageStage {
  private final OneDnnRuntime runtime;
  private final TiledConvolution tiled;
  private final OpenMpTeam team;
  private final Shares shares;
  private final boolean forward;
  private final List<OneDnnLayout> inputs;
  private final OneDnnLayout output;
  private final ImageRows sourceRows;
  private final ImageRows targetRows;
  private final FilterRows filterRows;
  private final RowTransform toPoints;
  private final RowTransform fromPoints;
  private final NativeMatrix filterToPoints;

  private ScratchPlan.Part filterPoints = ScratchPlan.NONE;
  private ScratchPlan.Part sourcePoints = ScratchPlan.NONE;
  private ScratchPlan.Part targetPoints = ScratchPlan.NONE;
  private ScratchPlan.Part scratchpad = ScratchPlan.NONE;

  private WinogradConvolution(
      OneDnnRuntime runtime,
      TiledConvolution tiled,
      List<OneDnnLayout> inputs,
      OneDnnLayout output,
      int before) {
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
  }

  static WinogradConvolution forward(OneDnnRuntime runtime, TiledConvolution tiled) {
    ConvolutionShapes whole = tiled.whole();
    List<OneDnnLayout> inputs = new ArrayList<>();
    inputs.add(tiled.input());
    inputs.add(tiled.filter());
    if (whole.hasBias()) {
      inputs.add(whole.bias());
    }
    return new WinogradConvolution(
        runtime, tiled, inputs, tiled.output(), whole.window().axis(0).before());
  }

  static WinogradConvolution inputGrad(OneDnnRuntime runtime, TiledConvolution tiled) {
    ConvolutionShapes whole = tiled.whole();
    return new WinogradConvolution(
        runtime,
        tiled,
        List.of(tiled.filter(), tiled.output()),
        tiled.input(),
        Winograd.TAPS - 1 - whole.window().axis(0).before());
  }

  private static int height(OneDnnLayout image) {
    return image.type().shape().dim(1);
  }

  private long pointBytes(boolean ofInput) {
    return ofInput ? tiled.inputPointBytes() : tiled.outputPointBytes();
  }

  @Override
  public List<OneDnnLayout> inputs() {
    return inputs;
  }

  @Override
  public List<OneDnnLayout> outputs() {
    return List.of(output);
  }

  @Override
  public String description() {
    return tiled.description();
  }

  @Override
  public void addScratch(ScratchPlan lasting, ScratchPlan passing) {
    filterPoints = lasting.add(Winograd.POINTS * filterRows.bytes());
    sourcePoints = passing.add(pointBytes(forward));
    targetPoints = passing.add(pointBytes(!forward));
    scratchpad = passing.add(tiled.scratchBytes());
  }

  @Override
  public ImageStage.Bound bind(List<Images> boundInputs, List<Images> outputs, Scratch scratch) {
    return new Bound(boundInputs, outputs.get(0), scratch);
  }

  private final class Bound implements ImageStage.Bound {
    private final long filter;
    private final Images source;
    private final long points;
    private final Images target;
    private final Member[] members = new Member[team.size()];

    /** One thread's own memory and steps. */
    private record Member(
        RowProduct product, long sourcePoints, long targetPoints, Step chunk, Step tail) {}

    Bound(List<Images> boundInputs, Images target, Scratch scratch) {
      this.target = target;
      filter = boundInputs.get(forward ? 1 : 0).at(0, 0);
      source = boundInputs.get(forward ? 0 : 1);
      points = filterPoints.in(scratch.lasting()).address();
      Address bias = new Address(boundInputs.size() == 3 ? boundInputs.get(2).at(0, 0) : 0);
      for (int i = 0; i < members.length; i++) {
        long from = scratch.passing(sourcePoints).at(i, 0);
        long to = scratch.passing(targetPoints).at(i, 0);
        Address memory = new Address(scratch.passing(scratchpad).at(i, 0));
        members[i] =
            new Member(
                new RowProduct(),
                from,
                to,
                products(tiled.chunk(), shares.chunk(), from, bias, to, memory),
                products(tiled.tail(), shares.tail(), from, bias, to, memory));
      }
    }

    private Step products(
        RowConvolutions products, int images, long from, Address bias, long to, Address memory) {
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
                memory);
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
      long first = shares.firstImage(chunk);
      toPoints.run(
          member.product,
          source.at(index, first),
          member.sourcePoints,
          images,
          sourceRows.floats());
      (shares.isTail(chunk) ? member.tail : member.chunk).run();
      fromPoints.run(
          member.product,
          target.at(index, first),
          member.targetPoints,
          images,
          targetRows.floats());
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
    toPoints.close();
    fromPoints.close();
    filterToPoints.close();
  }
}
