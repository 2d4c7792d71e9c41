package dev.lamina.engine.onednn;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Layout;
import java.util.List;

/**
 * A convolution, or its input gradient, that a team computes chunk by chunk of a batch's images.
 */
interface ChunkConvolution extends AutoCloseable {
  /** The operands' layouts, in the op's order. */
  List<Layout> inputs();

  /** The layout of the result, whether or not it is ever stored as a whole. */
  OneDnnLayout output();

  Shares shares();

  String description();

  /** Takes what it needs while it runs. */
  void addScratch(ScratchPlan plan);

  /**
   * Prepares to run on these buffers.
   *
   * @param target where each member writes: of a chunk at its place in the batch, or if {@code
   *     imageBytes} is 0 always at the member's own
   */
  Bound bind(List<Buffer> inputs, Buffer scratch, long[] target, long imageBytes);

  @Override
  void close();

  /** Bound to memory. */
  interface Bound extends AutoCloseable {
    /** A member's part of what comes before all chunks. */
    void prepare(int member);

    void run(int member, int chunk);

    @Override
    void close();
  }
}
