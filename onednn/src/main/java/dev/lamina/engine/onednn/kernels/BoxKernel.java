package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveStep;
import dev.lamina.engine.onednn.primitives.Steps;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** Copies from parts of its inputs to parts of its one output, one after the other. */
final class BoxKernel implements Kernel {
  /** One copy; {@code source} and {@code target} tell which parts. */
  private record Move(Primitive primitive, Descriptor source, Descriptor target) {}

  private final OneDnnRuntime runtime;
  private final OneDnnLayout output;
  private final boolean isCleared;
  private final List<Layout> inputs;
  private final List<Move> moves;

  private BoxKernel(Builder builder) {
    runtime = builder.runtime;
    output = builder.output;
    isCleared = builder.isCleared;
    inputs = List.copyOf(builder.inputs);
    moves = List.copyOf(builder.moves);
  }

  @Override
  public List<Layout> inputs() {
    return inputs;
  }

  @Override
  public List<Layout> outputs() {
    return List.of(output);
  }

  @Override
  public long scratchBytes() {
    return moves.stream().mapToLong(move -> move.primitive.scratchBytes()).max().orElse(0);
  }

  @Override
  public String description() {
    Primitive first = moves.get(0).primitive;
    return first.name() + " " + first.implementation();
  }

  @Override
  public Step bind(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer scratch) {
    Pointer target = ((NativeBuffer) boundOutputs.get(0)).pointer();
    List<Step> steps = new ArrayList<>();
    if (isCleared) {
      steps.add(() -> Pointer.memset(target, 0, output.bytes()));
    }
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      Pointer source = ((NativeBuffer) boundInputs.get(i)).pointer();
      List<PrimitiveStep.Argument> arguments = new ArrayList<>();
      arguments.add(new PrimitiveStep.Argument(DNNL_ARG_SRC, move.source, source));
      arguments.add(new PrimitiveStep.Argument(DNNL_ARG_DST, move.target, target));
      Descriptor scratchpad = move.primitive.scratchpad();
      if (scratchpad.bytes() > 0) {
        arguments.add(
            new PrimitiveStep.Argument(
                DNNL_ARG_SCRATCHPAD, scratchpad, ((NativeBuffer) scratch).pointer()));
      }
      steps.add(new PrimitiveStep(runtime, move.primitive, arguments));
    }
    return Steps.sequence(steps.toArray(Step[]::new));
  }

  @Override
  public void close() {
    moves.forEach(move -> move.primitive.close());
  }

  /** Lists the copies, one of each input in turn. */
  static final class Builder {
    private final OneDnnRuntime runtime;
    private final String name;
    private final OneDnnLayout output;
    private final List<Layout> inputs = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private boolean isCleared;

    Builder(OneDnnRuntime runtime, String name, OneDnnLayout output) {
      this.runtime = runtime;
      this.name = name;
      this.output = output;
    }

    /** Has the output filled with zeros first. */
    Builder clear() {
      isCleared = true;
      return this;
    }

    /**
     * Copies the next input from {@code source} in its memory to {@code target} in the output's.
     */
    Builder put(OneDnnLayout input, Descriptor source, Descriptor target) {
      inputs.add(input);
      moves.add(new Move(MovementKernels.primitive(runtime, name, source, target), source, target));
      return this;
    }

    BoxKernel build() {
      return new BoxKernel(this);
    }
  }
}
