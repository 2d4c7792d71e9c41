package dev.lamina.engine.onednn.dropout;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import dev.lamina.ir.ops.DropoutBits;
import dev.lamina.ir.ops.ElementDropout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a mask, brings it into the activations' layout, and multiplies. */
final class DropoutKernel implements Kernel {
  private final @Nullable OpenMpTeam team;
  private final ElementDropout op;
  private final MaskFormat format;
  private final OneDnnLayout step;
  private final DrawOrder order;
  private final @Nullable Kernel arrange;
  private final Kernel apply;

  /**
   * @param team draws the mask, each member its part; null leaves it to the calling thread
   * @param order in which the mask is drawn
   * @param arrange reorders the drawn mask; null where it lies as it should
   * @param apply (activations, mask) to activations
   */
  DropoutKernel(
      @Nullable OpenMpTeam team,
      ElementDropout op,
      MaskFormat format,
      OneDnnLayout step,
      DrawOrder order,
      @Nullable Kernel arrange,
      Kernel apply) {
    this.team = team;
    this.op = op;
    this.format = format;
    this.step = step;
    this.order = order;
    this.arrange = arrange;
    this.apply = apply;
  }

  @Override
  public List<Layout> inputs() {
    return List.of(apply.inputs().get(0), step);
  }

  @Override
  public List<Layout> outputs() {
    return List.of(apply.outputs().get(0), apply.inputs().get(1));
  }

  @Override
  public int inPlace(int output) {
    return output == 0 ? 0 : -1;
  }

  @Override
  public long scratchBytes() {
    return arrange == null ? 0 : arrange.inputs().get(0).bytes();
  }

  @Override
  public String description() {
    return apply.description() + " and mask in java";
  }

  @Override
  public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    Buffer mask = outputs.get(1);
    Step multiply = apply.bind(List.of(inputs.get(0), mask), List.of(outputs.get(0)), scratch);
    Step move = arrange == null ? null : arrange.bind(List.of(scratch), List.of(mask), scratch);
    NativeBuffer drawn = (NativeBuffer) (arrange == null ? mask : scratch);
    NativeBuffer counter = (NativeBuffer) inputs.get(1);
    Mask drawing = new Mask(drawn);
    return new Step() {
      @Override
      public void run() {
        drawing.draw(DropoutBits.key(op.seed(), counter.ints().get(0)));
        if (move != null) {
          move.run();
        }
        multiply.run();
      }

      @Override
      public void close() {
        multiply.close();
        if (move != null) {
          move.close();
        }
      }
    };
  }

  /** The mask in memory, and what draws it. */
  private final class Mask {
    private final NativeBuffer target;
    private final MaskFormat.Drawer[] drawers;
    private final int threshold = DropoutBits.threshold(op.rate());
    private final OpenMpTeam.Work part = this::part;
    private int key;

    Mask(NativeBuffer target) {
      this.target = target;
      drawers = new MaskFormat.Drawer[team == null ? 1 : team.size()];
      Arrays.setAll(drawers, member -> format.drawer(order));
    }

    void draw(int newKey) {
      key = newKey;
      if (team == null) {
        part(0);
      } else {
        team.run(part);
      }
    }

    private void part(int member) {
      int pieces = order.starts().length;
      drawers[member].draw(
          target,
          0,
          0,
          key,
          threshold,
          Shares.partOf(pieces, member, drawers.length),
          Shares.partOf(pieces, member + 1, drawers.length));
    }
  }

  @Override
  public void close() {
    apply.close();
    if (arrange != null) {
      arrange.close();
    }
  }
}
