package dev.lamina.engine.onednn.dropout;

import dev.lamina.engine.onednn.images.ImageStage;
import dev.lamina.engine.onednn.images.Images;
import dev.lamina.engine.onednn.images.PrimitiveStage;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import dev.lamina.engine.onednn.threads.Shares;
import dev.lamina.ir.ops.DropoutBits;
import dev.lamina.ir.ops.ElementDropout;
import java.util.List;

/** Draws a chunk's part of a dropout mask and multiplies with it. */
final class DropoutStage implements ImageStage {
  private final Shares shares;
  private final ElementDropout op;
  private final MaskFormat format;
  private final DrawOrder chunk;
  private final DrawOrder tail;
  private final PrimitiveStage apply;
  private final OneDnnLayout step;

  /**
   * @param chunk the order of a chunk's mask
   * @param tail the order of the last chunk's mask
   * @param apply (activations, mask) to activations
   */
  DropoutStage(
      Shares shares,
      ElementDropout op,
      MaskFormat format,
      OneDnnLayout step,
      DrawOrder chunk,
      DrawOrder tail,
      PrimitiveStage apply) {
    this.shares = shares;
    this.op = op;
    this.format = format;
    this.step = step;
    this.chunk = chunk;
    this.tail = tail;
    this.apply = apply;
  }

  @Override
  public List<OneDnnLayout> inputs() {
    return List.of(apply.inputs().get(0), step);
  }

  @Override
  public List<OneDnnLayout> outputs() {
    return List.of(apply.outputs().get(0), apply.inputs().get(1));
  }

  @Override
  public String description() {
    return apply.description() + " and mask in java";
  }

  @Override
  public void addScratch(ScratchPlan lasting, ScratchPlan passing) {
    apply.addScratch(lasting, passing);
  }

  @Override
  public ImageStage.Bound bind(List<Images> inputs, List<Images> outputs, Scratch scratch) {
    return new Bound(inputs, outputs, scratch);
  }

  private final class Bound implements ImageStage.Bound {
    private final int threshold = DropoutBits.threshold(op.rate());
    private final int imageWords = apply.inputs().get(0).type().shape().sizeFrom(1) / 2;
    private final ImageStage.Bound multiply;
    private final Member[] members = new Member[shares.members()];

    /** What one thread draws with, and the key of the current step. */
    private static final class Member {
      final NativeBuffer counter;
      final NativeBuffer mask;
      final MaskFormat.Drawer chunk;
      final MaskFormat.Drawer tail;
      int key;

      Member(
          NativeBuffer counter,
          NativeBuffer mask,
          MaskFormat.Drawer chunk,
          MaskFormat.Drawer tail) {
        this.counter = counter;
        this.mask = mask;
        this.chunk = chunk;
        this.tail = tail;
      }
    }

    private final long maskBytes;

    Bound(List<Images> inputs, List<Images> outputs, Scratch scratch) {
      Images mask = outputs.get(1);
      maskBytes = mask.imageBytes();
      multiply = apply.bind(List.of(inputs.get(0), mask), List.of(outputs.get(0)), scratch);
      for (int member = 0; member < members.length; member++) {
        members[member] =
            new Member(
                new NativeBuffer(inputs.get(1).at(member, 0), step),
                new NativeBuffer(mask.at(member, 0), outputs().get(1)),
                format.drawer(chunk),
                format.drawer(tail));
      }
    }

    @Override
    public void prepare(int member) {
      members[member].key = DropoutBits.key(op.seed(), members[member].counter.ints().get(0));
    }

    @Override
    public void run(int index, int chunkIndex) {
      Member member = members[index];
      boolean last = shares.isTail(chunkIndex);
      int firstImage = shares.firstImage(chunkIndex);
      (last ? member.tail : member.chunk)
          .draw(
              member.mask,
              Math.toIntExact(firstImage * maskBytes),
              firstImage * imageWords,
              member.key,
              threshold,
              0,
              (last ? tail : chunk).starts().length);
      multiply.run(index, chunkIndex);
    }

    @Override
    public void close() {
      multiply.close();
    }
  }

  @Override
  public void close() {
    apply.close();
  }
}
