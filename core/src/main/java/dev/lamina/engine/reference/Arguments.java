package dev.lamina.engine.reference;

import dev.lamina.engine.KernelRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a definition works on: the arrays bound to an op's inputs and outputs. */
final class Arguments {
  private final KernelRequest request;
  private final List<Array> inputs;
  private final List<Array> outputs;
  private final Precision precision;

  Arguments(KernelRequest request, List<Array> inputs, List<Array> outputs, Precision precision) {
    this.request = request;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.precision = precision;
  }

  Array input(int index) {
    return inputs.get(index);
  }

  /** The input, or null where the op was given fewer. */
  @Nullable Array inputIfGiven(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  /** The output; where nothing reads it, an array of its own that is thrown away. */
  Array output(int index) {
    Array used = outputIfUsed(index);
    return used != null ? used : Array.allocate(request.outputs().get(index), precision);
  }

  /** The output, or null where nothing reads it. */
  @Nullable Array outputIfUsed(int index) {
    return request.isUsed(index) ? outputs.get(index) : null;
  }
}
