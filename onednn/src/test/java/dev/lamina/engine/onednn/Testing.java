package dev.lamina.engine.onednn;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Operand;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.threads.Threads;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** What the tests of this engine share. */
public final class Testing {
  public static final Engine ENGINE = Engines.named("onednn");

  /**
   * Computes by tiles and does ops together, chunk by chunk, whatever this processor has: that it
   * is chosen where it is the faster way only must not be why it is not tested.
   */
  static final Engine CHUNKED = new OneDnnEngine(Threads.choose(0), true);

  private Testing() {}

  /** A kernel for operands in these layouts, all of whose outputs are used. */
  public static Kernel kernel(Op op, Layout... inputs) {
    List<TensorType> types = Arrays.stream(inputs).map(Layout::type).toList();
    List<TensorType> outputs = op.infer(types);
    BitSet used = new BitSet();
    used.set(0, outputs.size());
    List<Operand> operands =
        Arrays.stream(inputs).map(layout -> new Operand(layout.type(), layout)).toList();
    return ENGINE.kernel(new KernelRequest(op, operands, outputs, used)).orElseThrow();
  }

  public static Layout plain(int... dims) {
    return ENGINE.plain(TensorType.of(dims));
  }

  /** Takes a tensor from layout to layout, and back to the host. */
  public static float[] journey(float[] values, List<Layout> layouts) {
    return ENGINE.call(
        () -> {
          Layout last = layouts.get(0);
          Memory memory = ENGINE.allocate(last.bytes());
          memory.slice(0, last).write(values, 0);
          for (Layout next : layouts.subList(1, layouts.size())) {
            Memory target = ENGINE.allocate(next.bytes());
            move(memory.slice(0, last), target.slice(0, next));
            memory.close();
            memory = target;
            last = next;
          }
          float[] result = new float[values.length];
          memory.slice(0, last).read(result, 0);
          memory.close();
          return result;
        });
  }

  private static void move(Buffer from, Buffer to) {
    try (Kernel kernel = ENGINE.reorder(from.layout(), to.layout());
        Memory scratch = ENGINE.allocate(kernel.scratchBytes());
        Step step =
            kernel.bind(List.of(from), List.of(to), scratch.scratch(0, kernel.scratchBytes()))) {
      step.run();
    }
  }

  public static float[] random(int size) {
    Random random = new Random(size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
