package dev.lamina.engine.onednn.images;

import static java.util.stream.Collectors.joining;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Does several things with the images of a batch, a chunk at a time, on all threads: what only the
 * stages themselves read never leaves the core's cache.
 */
public final class ImagePass implements Kernel {
  private enum Where {
    OPERAND,
    RESULT,
    BETWEEN
  }

  /**
   * Where a tensor is.
   *
   * @param index among the operands, the results, or what is between stages
   * @param isImages whether it has a part for each image
   */
  public record Place(Where where, int index, OneDnnLayout layout, boolean isImages) {}

  /** A stage, and what it reads and writes. */
  private record Wired(ImageStage stage, List<Place> inputs, List<Place> outputs) {}

  private final OpenMpTeam team;
  private final Shares shares;
  private final List<Wired> stages;
  private final List<Place> operands;
  private final List<Place> results;
  private final boolean addsUp;
  private final ScratchPlan lasting = new ScratchPlan();
  private final List<ScratchPlan.Part[]> between = new ArrayList<>();
  private final long passingBytes;

  private ImagePass(Builder builder) {
    team = builder.team;
    shares = builder.shares;
    stages = List.copyOf(builder.stages);
    operands = List.copyOf(builder.operands);
    results = List.copyOf(builder.results);
    addsUp = stages.stream().anyMatch(wired -> wired.stage.addsUp());
    for (Place place : builder.between) {
      between.add(lasting.addForEach(team.size(), shares.chunk() * imageBytes(place)));
    }
    long most = 0;
    for (Wired wired : stages) {
      ScratchPlan passing = new ScratchPlan();
      wired.stage.addScratch(lasting, passing);
      most = Math.max(most, passing.total());
    }
    passingBytes = most;
  }

  private long imageBytes(Place place) {
    return place.isImages ? place.layout.bytes() / shares.images() : 0;
  }

  @Override
  public List<Layout> inputs() {
    return operands.stream().<Layout>map(Place::layout).toList();
  }

  @Override
  public List<Layout> outputs() {
    return results.stream().<Layout>map(Place::layout).toList();
  }

  @Override
  public long scratchBytes() {
    return lasting.total() + team.size() * passingBytes;
  }

  @Override
  public String description() {
    return stages.stream().map(wired -> wired.stage.description()).collect(joining(" > "));
  }

  @Override
  public Step bind(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer memory) {
    return new Bound(boundInputs, boundOutputs, (NativeBuffer) memory);
  }

  private final class Bound implements Step {
    private final ImageStage.Bound[] bound = new ImageStage.Bound[stages.size()];
    private final AtomicIntegerArray next = new AtomicIntegerArray(team.size());
    private final OpenMpTeam.Work prepare = this::prepare;
    private final OpenMpTeam.Work pass = addsUp ? this::passOwn : this::passAny;

    Bound(List<Buffer> boundInputs, List<Buffer> boundOutputs, NativeBuffer memory) {
      List<Buffer> passing = new ArrayList<>();
      for (int member = 0; member < team.size(); member++) {
        passing.add(
            memory.part(lasting.total() + member * passingBytes, OneDnnLayout.raw(passingBytes)));
      }
      ImageStage.Scratch scratch =
          new ImageStage.Scratch(memory.part(0, OneDnnLayout.raw(lasting.total())), passing);
      for (int i = 0; i < bound.length; i++) {
        Wired wired = stages.get(i);
        bound[i] =
            wired.stage.bind(
                images(wired.inputs, boundInputs, boundOutputs, scratch),
                images(wired.outputs, boundInputs, boundOutputs, scratch),
                scratch);
      }
    }

    private List<Images> images(
        List<Place> places, List<Buffer> in, List<Buffer> out, ImageStage.Scratch scratch) {
      List<Images> images = new ArrayList<>();
      for (Place place : places) {
        images.add(
            switch (place.where) {
              case OPERAND -> Images.in(in.get(place.index), team.size(), imageBytes(place));
              case RESULT -> Images.in(out.get(place.index), team.size(), imageBytes(place));
              case BETWEEN -> Images.own(between.get(place.index), scratch.lasting());
            });
      }
      return images;
    }

    @Override
    public void run() {
      team.run(prepare);
      for (int member = 0; member < team.size(); member++) {
        next.set(member, shares.first(member));
      }
      team.run(pass);
      for (ImageStage.Bound stage : bound) {
        stage.finish();
      }
    }

    private void prepare(int member) {
      for (ImageStage.Bound stage : bound) {
        stage.prepare(member);
      }
    }

    private void passOwn(int member) {
      int end = shares.first(member + 1);
      for (int chunk = shares.first(member); chunk < end; chunk++) {
        run(member, chunk);
      }
    }

    /** A member does its own share, then what others have left of theirs: no bit depends on who. */
    private void passAny(int member) {
      for (int i = 0; i < team.size(); i++) {
        int owner = (member + i) % team.size();
        int end = shares.first(owner + 1);
        for (int chunk = next.getAndIncrement(owner);
            chunk < end;
            chunk = next.getAndIncrement(owner)) {
          run(member, chunk);
        }
      }
    }

    private void run(int member, int chunk) {
      for (ImageStage.Bound stage : bound) {
        stage.run(member, chunk);
      }
    }

    @Override
    public void close() {
      for (ImageStage.Bound stage : bound) {
        stage.close();
      }
    }
  }

  @Override
  public void close() {
    stages.forEach(wired -> wired.stage.close());
  }

  /** Strings stages together, in the order in which they run. */
  public static final class Builder {
    private final OpenMpTeam team;
    private final Shares shares;
    private final List<Wired> stages = new ArrayList<>();
    private final List<Place> operands = new ArrayList<>();
    private final List<Place> results = new ArrayList<>();
    private final List<Place> between = new ArrayList<>();

    /** A pass of this team over images that are divided like this. */
    public Builder(OpenMpTeam team, Shares shares) {
      this.team = team;
      this.shares = shares;
    }

    /** The next operand; it is divided if it is images, else the same for all members. */
    public Place operand(OneDnnLayout layout, boolean isImages) {
      return added(operands, new Place(Where.OPERAND, operands.size(), layout, isImages));
    }

    /** The next result; it is divided if it is images. */
    public Place result(OneDnnLayout layout, boolean isImages) {
      return added(results, new Place(Where.RESULT, results.size(), layout, isImages));
    }

    /** Images that only stages see. */
    public Place between(OneDnnLayout layout) {
      return added(between, new Place(Where.BETWEEN, between.size(), layout, true));
    }

    private static Place added(List<Place> places, Place place) {
      places.add(place);
      return place;
    }

    /** Adds a stage, which runs after those before it. */
    public void stage(ImageStage stage, List<Place> inputs, List<Place> outputs) {
      stages.add(new Wired(stage, List.copyOf(inputs), List.copyOf(outputs)));
    }

    /** The pass; the builder is used up. */
    public ImagePass build() {
      return new ImagePass(this);
    }

    /** Frees the stages, where there will be no pass. */
    public void discard() {
      stages.forEach(wired -> wired.stage.close());
    }
  }
}
