package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What one member of a team does to chunk after chunk of a batch.
 *
 * @param tail the same for the last chunk, which may have fewer images
 */
record ChunkPrimitive(Primitive chunk, Primitive tail) implements AutoCloseable {
  /**
   * Where an argument is: of each chunk at another place of a batch, or always at the same.
   *
   * @param id oneDNN's name of the argument
   * @param descriptor how the primitive has it
   * @param imageBytes bytes from image to image of a batch; 0 for what stays where it is
   */
  record Operand(
      int id, Function<Primitive, Descriptor> descriptor, long address, long imageBytes) {}

  static ChunkPrimitive create(OpenMpTeam team, Shares shares, IntFunction<Primitive> ofImages) {
    Primitive chunk = team.alone(() -> ofImages.apply(shares.chunk()));
    Primitive tail =
        shares.tail() == shares.chunk() ? chunk : team.alone(() -> ofImages.apply(shares.tail()));
    return new ChunkPrimitive(chunk, tail);
  }

  long scratchBytes() {
    return Math.max(chunk.scratchBytes(), tail.scratchBytes());
  }

  Bound bind(OneDnnRuntime runtime, Shares shares, long scratchpad, List<Operand> operands) {
    return new Bound(
        shares,
        operands,
        bind(chunk, runtime, scratchpad, operands),
        bind(tail, runtime, scratchpad, operands));
  }

  private static PrimitiveStep bind(
      Primitive primitive, OneDnnRuntime runtime, long scratchpad, List<Operand> operands) {
    List<PrimitiveStep.Argument> arguments = new ArrayList<>();
    for (Operand operand : operands) {
      arguments.add(
          new PrimitiveStep.Argument(
              operand.id(), operand.descriptor().apply(primitive), new Address(operand.address())));
    }
    if (primitive.scratchBytes() > 0) {
      arguments.add(
          new PrimitiveStep.Argument(
              DNNL_ARG_SCRATCHPAD, primitive.scratchpad(), new Address(scratchpad)));
    }
    return new PrimitiveStep(runtime, primitive, arguments);
  }

  @Override
  public void close() {
    chunk.close();
    tail.close();
  }

  /** A member's own: used by one thread at a time. */
  static final class Bound implements AutoCloseable {
    private final Shares shares;
    private final List<Operand> operands;
    private final PrimitiveStep chunkStep;
    private final PrimitiveStep tailStep;
    private final Address place = new Address(0);

    private Bound(
        Shares shares, List<Operand> operands, PrimitiveStep chunkStep, PrimitiveStep tailStep) {
      this.shares = shares;
      this.operands = List.copyOf(operands);
      this.chunkStep = chunkStep;
      this.tailStep = tailStep;
    }

    void run(int chunk) {
      PrimitiveStep step = chunk == shares.chunks() - 1 ? tailStep : chunkStep;
      for (int i = 0; i < operands.size(); i++) {
        Operand operand = operands.get(i);
        if (operand.imageBytes() > 0) {
          long offset = (long) chunk * shares.chunk() * operand.imageBytes();
          step.move(i, place.at(operand.address() + offset));
        }
      }
      step.run();
    }

    @Override
    public void close() {
      chunkStep.close();
      tailStep.close();
    }
  }
}
