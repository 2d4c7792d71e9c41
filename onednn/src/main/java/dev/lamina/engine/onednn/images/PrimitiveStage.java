package dev.lamina.engine.onednn.images;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.onednn.natives.Address;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.PrimitiveKernel;
import dev.lamina.engine.onednn.primitives.PrimitiveStep;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** A kernel of one primitive, made for a chunk of images and for one thread. */
public final class PrimitiveStage implements ImageStage {
  private final Shares shares;
  private final int members;
  private final PrimitiveKernel chunk;
  private final PrimitiveKernel tail;
  private final List<OneDnnLayout> inputs;
  private final List<OneDnnLayout> outputs;
  private ScratchPlan.Part scratchpad = ScratchPlan.NONE;

  private PrimitiveStage(
      Shares shares,
      int members,
      PrimitiveKernel chunk,
      PrimitiveKernel tail,
      List<OneDnnLayout> inputs,
      List<OneDnnLayout> outputs) {
    this.shares = shares;
    this.members = members;
    this.chunk = chunk;
    this.tail = tail;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
  }

  /**
   * A stage of what a kernel does.
   *
   * @param roles of the kernel's operands
   * @param ofImages makes the kernel for a number of images
   * @return empty if that is not one fast primitive, or does not go with a batch's other images
   */
  public static Optional<PrimitiveStage> create(
      OpenMpTeam team,
      Shares shares,
      ImageRoles roles,
      IntFunction<Optional<? extends Kernel>> ofImages) {
    Optional<? extends Kernel> chunk = team.alone(() -> ofImages.apply(shares.chunk()));
    Optional<? extends Kernel> tail =
        chunk.isEmpty() || shares.tail() == shares.chunk()
            ? chunk
            : team.alone(() -> ofImages.apply(shares.tail()));
    Optional<PrimitiveStage> stage =
        chunk.flatMap(first -> tail.flatMap(last -> of(team, shares, roles, first, last)));
    if (stage.isEmpty()) {
      chunk.ifPresent(Kernel::close);
      tail.ifPresent(Kernel::close);
    }
    return stage;
  }

  private static Optional<PrimitiveStage> of(
      OpenMpTeam team, Shares shares, ImageRoles roles, Kernel chunk, Kernel tail) {
    if (!(chunk instanceof PrimitiveKernel first && tail instanceof PrimitiveKernel last)
        || first.isSlow()
        || last.isSlow()) {
      return Optional.empty();
    }
    List<OneDnnLayout> inputs = new ArrayList<>();
    for (int i = 0; i < first.inputs().size(); i++) {
      whole(shares, roles.isImage(i), first.inputs().get(i), last.inputs().get(i))
          .ifPresent(inputs::add);
    }
    List<OneDnnLayout> outputs = new ArrayList<>();
    for (int i = 0; i < first.outputs().size(); i++) {
      whole(shares, !roles.addsUp(), first.outputs().get(i), last.outputs().get(i))
          .ifPresent(outputs::add);
    }
    return inputs.size() < first.inputs().size() || outputs.size() < first.outputs().size()
        ? Optional.empty()
        : Optional.of(new PrimitiveStage(shares, team.size(), first, last, inputs, outputs));
  }

  /** The layout of all images, if those of a chunk and of the last chunk are parts of one. */
  private static Optional<OneDnnLayout> whole(
      Shares shares, boolean isImage, Layout chunk, Layout tail) {
    OneDnnLayout first = OneDnnLayout.cast(chunk);
    OneDnnLayout last = OneDnnLayout.cast(tail);
    if (!isImage) {
      return first.equals(last) ? Optional.of(first) : Optional.empty();
    }
    Optional<OneDnnLayout> all = first.ofImages(shares.images());
    return all.equals(last.ofImages(shares.images())) ? all : Optional.empty();
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
  public String description() {
    return chunk.description();
  }

  @Override
  public void addScratch(ScratchPlan lasting, ScratchPlan passing) {
    scratchpad = passing.add(Math.max(chunk.scratchBytes(), tail.scratchBytes()));
  }

  @Override
  public Bound bind(List<Images> boundInputs, List<Images> boundOutputs, Scratch scratch) {
    return new Bound(boundInputs, boundOutputs, scratch);
  }

  /** Members' primitives, whose arguments are moved from chunk to chunk. */
  final class Bound implements ImageStage.Bound {
    private final List<Images> boundInputs;
    private final List<Images> boundOutputs;
    private final PrimitiveStep[] chunkSteps = new PrimitiveStep[members];
    private final PrimitiveStep[] tailSteps = new PrimitiveStep[members];
    private final Address[] places = new Address[members];

    private Bound(List<Images> boundInputs, List<Images> boundOutputs, Scratch scratch) {
      this.boundInputs = List.copyOf(boundInputs);
      this.boundOutputs = List.copyOf(boundOutputs);
      for (int member = 0; member < members; member++) {
        Buffer memory = scratchpad.in(scratch.passing().get(member));
        chunkSteps[member] = bind(chunk, member, memory);
        tailSteps[member] = chunk == tail ? chunkSteps[member] : bind(tail, member, memory);
        places[member] = new Address(0);
      }
    }

    private PrimitiveStep bind(PrimitiveKernel kernel, int member, Buffer memory) {
      return kernel.bind(
          buffers(kernel.inputs(), boundInputs, member),
          buffers(kernel.outputs(), boundOutputs, member),
          memory);
    }

    private static List<Buffer> buffers(List<Layout> layouts, List<Images> images, int member) {
      List<Buffer> buffers = new ArrayList<>();
      for (int i = 0; i < layouts.size(); i++) {
        buffers.add(
            new NativeBuffer(images.get(i).at(member, 0), OneDnnLayout.cast(layouts.get(i))));
      }
      return buffers;
    }

    @Override
    public void run(int member, int index) {
      boolean last = shares.isTail(index);
      PrimitiveStep step = (last ? tailSteps : chunkSteps)[member];
      long firstImage = shares.firstImage(index);
      List<PrimitiveKernel.Binding> bindings = (last ? tail : chunk).bindings();
      for (int i = 0; i < bindings.size(); i++) {
        PrimitiveKernel.Binding binding = bindings.get(i);
        Images images = (binding.isInput() ? boundInputs : boundOutputs).get(binding.index());
        if (images.imageBytes() > 0) {
          step.move(i, places[member].at(images.at(member, firstImage)));
        }
      }
      step.run();
    }

    @Override
    public void close() {
      for (int member = 0; member < members; member++) {
        chunkSteps[member].close();
        tailSteps[member].close();
      }
    }
  }

  @Override
  public void close() {
    chunk.close();
    tail.close();
  }
}
