package dev.lamina.contract;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Operand;
import dev.lamina.engine.Step;
import dev.lamina.engine.reference.Array;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs single ops on an engine, without the planner: asks for the kernel, reorders its operands as
 * it wants them, binds fresh buffers, and runs. Used inside {@link Engine#call}; closing frees
 * everything that was made.
 */
final class OpRunner implements AutoCloseable {
  private final Engine engine;
  private final Binding binding;
  private final Deque<AutoCloseable> made = new ArrayDeque<>();

  OpRunner(Engine engine, Binding binding) {
    this.engine = engine;
    this.binding = binding;
  }

  /** A plain buffer that holds {@code values}. */
  Buffer write(TensorType type, double[] values) {
    if (values.length != type.shape().size()) {
      throw new LaminaException(
          "received %d values for %s, which has %d elements"
              .formatted(values.length, type, type.shape().size()));
    }
    Buffer buffer = allocate(engine.plain(type));
    if (buffer instanceof Array array) {
      array.write(values, 0);
    } else if (type.dtype() == DType.INT32) {
      buffer.write(IntStream.range(0, values.length).map(i -> (int) values[i]).toArray(), 0);
    } else {
      buffer.write(floats(values), 0);
    }
    return buffer;
  }

  /** The elements of a buffer of any layout, in row-major order. */
  double[] read(Buffer buffer) {
    TensorType type = buffer.layout().type();
    Buffer plain = reordered(buffer, engine.plain(type));
    double[] values = new double[type.shape().size()];
    if (plain instanceof Array array) {
      array.read(values, 0);
    } else {
      float[] floats = new float[values.length];
      plain.read(floats, 0);
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
    }
    return values;
  }

  /**
   * Runs one op.
   *
   * @param fed which of the inputs no kernel has computed
   * @param used which of the outputs are needed
   * @throws LaminaException if the engine does not support the op
   */
  List<Buffer> run(Op op, List<Buffer> inputs, BitSet fed, BitSet used) {
    if (op instanceof Reshaping reshape && binding != Binding.PLAIN) {
      return List.of(view(inputs.get(0), reshape));
    }
    Optional<Kernel> found = kernel(op, inputs, fed, used);
    if (found.isEmpty() && op instanceof Reshaping reshape) {
      return List.of(view(inputs.get(0), reshape));
    }
    Kernel kernel = found.orElseThrow(() -> new UnsupportedOpException(engine, op, types(inputs)));
    List<Buffer> operands = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      operands.add(reordered(inputs.get(i), kernel.inputs().get(i)));
    }
    List<Buffer> results = new ArrayList<>();
    for (int i = 0; i < kernel.outputs().size(); i++) {
      results.add(result(kernel, i, operands));
    }
    run(kernel, operands, results);
    if (binding == Binding.PLAIN || binding == Binding.IN_PLACE) {
      for (int i = 0; i < results.size(); i++) {
        TensorType type = kernel.outputs().get(i).type();
        if (used.get(i) && type.dtype() != DType.WORKSPACE) {
          results.set(i, reordered(results.get(i), engine.plain(type)));
        }
      }
    }
    return results;
  }

  /** As the planner does it: the plain tensor's own memory under another shape. */
  private Buffer view(Buffer input, Reshaping op) {
    TensorType type = input.layout().type();
    Buffer plain = reordered(input, engine.plain(type));
    return plain.as(engine.plain(op.infer(List.of(type)).get(0)));
  }

  private Optional<Kernel> kernel(Op op, List<Buffer> inputs, BitSet fed, BitSet used) {
    List<TensorType> types = types(inputs);
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      boolean free = binding == Binding.FREE && fed.get(i);
      operands.add(new Operand(types.get(i), free ? null : inputs.get(i).layout()));
    }
    List<TensorType> outputs = op.infer(types);
    Optional<Kernel> kernel = engine.kernel(new KernelRequest(op, operands, outputs, used));
    kernel.ifPresent(
        found -> {
          made.push(found);
          requireTypes(found, "input", found.inputs(), types);
          requireTypes(found, "output", found.outputs(), outputs);
        });
    return kernel;
  }

  private static List<TensorType> types(List<Buffer> buffers) {
    return buffers.stream().map(buffer -> buffer.layout().type()).toList();
  }

  private static void requireTypes(
      Kernel kernel, String what, List<Layout> layouts, List<TensorType> expected) {
    List<TensorType> types = layouts.stream().map(Layout::type).toList();
    if (!types.equals(expected)) {
      throw new LaminaException(
          "kernel %s has %s layouts of %s, expected %s"
              .formatted(kernel.description(), what, types, expected));
    }
  }

  /** The buffer for an output: an operand's own, after saving it for others, or a fresh one. */
  private Buffer result(Kernel kernel, int output, List<Buffer> operands) {
    Layout layout = kernel.outputs().get(output);
    int input = binding == Binding.IN_PLACE ? kernel.inPlace(output) : -1;
    if (input < 0 || !operands.get(input).layout().equals(layout)) {
      return allocate(layout);
    }
    Buffer copy = copied(operands.get(input), layout);
    operands.set(input, copy);
    return copy;
  }

  private Buffer reordered(Buffer buffer, Layout wanted) {
    return buffer.layout().equals(wanted) ? buffer : copied(buffer, wanted);
  }

  private Buffer copied(Buffer buffer, Layout wanted) {
    Kernel kernel = engine.reorder(buffer.layout(), wanted);
    made.push(kernel);
    Buffer copy = allocate(wanted);
    run(kernel, List.of(buffer), List.of(copy));
    return copy;
  }

  private void run(Kernel kernel, List<Buffer> inputs, List<Buffer> outputs) {
    Memory scratch = engine.allocate(Math.max(Engine.ALIGNMENT, kernel.scratchBytes()));
    made.push(scratch);
    try (Step step = kernel.bind(inputs, outputs, scratch.scratch(0, kernel.scratchBytes()))) {
      step.run();
    }
  }

  private Buffer allocate(Layout layout) {
    Memory memory = engine.allocate(Math.max(Engine.ALIGNMENT, layout.bytes()));
    made.push(memory);
    return memory.slice(0, layout);
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Override
  public void close() {
    while (!made.isEmpty()) {
      try {
        made.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("closing failed", e);
      }
    }
  }
}
