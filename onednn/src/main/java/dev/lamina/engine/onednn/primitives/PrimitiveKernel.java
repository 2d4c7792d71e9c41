package dev.lamina.engine.onednn.primitives;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A kernel that is one oneDNN primitive. */
public final class PrimitiveKernel implements Kernel {
  /** Argument {@code id} of the primitive is operand {@code index}, read as {@code descriptor}. */
  public record Binding(int id, Descriptor descriptor, boolean isInput, int index) {}

  private final OneDnnRuntime runtime;
  private final Primitive primitive;
  private final List<Layout> inputs;
  private final List<Layout> outputs;
  private final List<Binding> bindings;
  private final Map<Integer, Integer> inPlace;

  private PrimitiveKernel(Builder builder) {
    runtime = builder.runtime;
    primitive = builder.primitive;
    inputs = List.copyOf(builder.inputs);
    outputs = List.copyOf(builder.outputs);
    bindings = List.copyOf(builder.bindings);
    inPlace = Map.copyOf(builder.inPlace);
  }

  /** Begins a kernel that is this primitive. */
  public static Builder of(OneDnnRuntime runtime, Primitive primitive) {
    return new Builder(runtime, primitive);
  }

  @Override
  public List<Layout> inputs() {
    return inputs;
  }

  @Override
  public List<Layout> outputs() {
    return outputs;
  }

  @Override
  public long scratchBytes() {
    return primitive.scratchBytes();
  }

  @Override
  public int inPlace(int output) {
    return inPlace.getOrDefault(output, -1);
  }

  @Override
  public String description() {
    return primitive.name() + " " + primitive.implementation();
  }

  /** The primitive's arguments, in the order in which a step has them. */
  public List<Binding> bindings() {
    return bindings;
  }

  /** Whether this runs on oneDNN's unoptimized code. */
  public boolean isSlow() {
    return primitive.isSlow();
  }

  @Override
  public PrimitiveStep bind(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer scratch) {
    List<PrimitiveStep.Argument> arguments = new ArrayList<>();
    for (Binding binding : bindings) {
      Buffer buffer = (binding.isInput() ? boundInputs : boundOutputs).get(binding.index());
      arguments.add(
          new PrimitiveStep.Argument(
              binding.id(), binding.descriptor(), ((NativeBuffer) buffer).pointer()));
    }
    Descriptor scratchpad = primitive.scratchpad();
    if (scratchpad.bytes() > 0) {
      arguments.add(
          new PrimitiveStep.Argument(
              DNNL_ARG_SCRATCHPAD, scratchpad, ((NativeBuffer) scratch).pointer()));
    }
    return new PrimitiveStep(runtime, primitive, arguments);
  }

  @Override
  public void close() {
    primitive.close();
  }

  /** Lists operands in the op's order, and which argument of the primitive each is. */
  public static final class Builder {
    private final OneDnnRuntime runtime;
    private final Primitive primitive;
    private final List<Layout> inputs = new ArrayList<>();
    private final List<Layout> outputs = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final Map<Integer, Integer> inPlace = new HashMap<>();

    private Builder(OneDnnRuntime runtime, Primitive primitive) {
      this.runtime = runtime;
      this.primitive = primitive;
    }

    /** The next input, which is this argument of the primitive. */
    public Builder input(int argument, OneDnnLayout layout) {
      return input(argument, layout, layout.descriptor());
    }

    /** An input whose bytes the primitive reads along other axes. */
    public Builder input(int argument, OneDnnLayout layout, Descriptor descriptor) {
      bindings.add(new Binding(argument, descriptor, true, inputs.size()));
      inputs.add(layout);
      return this;
    }

    /** An input that this kernel does not read. */
    Builder unreadInput(OneDnnLayout layout) {
      inputs.add(layout);
      return this;
    }

    /** The next output, which is this argument of the primitive. */
    public Builder output(int argument, OneDnnLayout layout) {
      return output(argument, layout, layout.descriptor());
    }

    /** An output whose bytes the primitive writes along other axes. */
    public Builder output(int argument, OneDnnLayout layout, Descriptor descriptor) {
      bindings.add(new Binding(argument, descriptor, false, outputs.size()));
      outputs.add(layout);
      return this;
    }

    /** An output that nothing reads and this kernel does not write. */
    public Builder absentOutput(TensorType type) {
      outputs.add(OneDnnLayout.absent(type));
      return this;
    }

    /** Lets an output be written over an input. */
    public Builder inPlace(int output, int input) {
      inPlace.put(output, input);
      return this;
    }

    /** The kernel; the builder is used up. */
    public PrimitiveKernel build() {
      return new PrimitiveKernel(this);
    }
  }
}
