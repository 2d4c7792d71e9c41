package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.Steps;
import java.util.List;

/** Two kernels of one input and one output, one after the other, with the scratch space between. */
final class ChainKernel implements Kernel {
  private final Kernel first;
  private final Kernel second;
  private final long middleBytes;

  ChainKernel(Kernel first, Kernel second) {
    this.first = first;
    this.second = second;
    long bytes = first.outputs().get(0).bytes();
    middleBytes = (bytes + Engine.ALIGNMENT - 1) / Engine.ALIGNMENT * Engine.ALIGNMENT;
  }

  @Override
  public List<Layout> inputs() {
    return first.inputs();
  }

  @Override
  public List<Layout> outputs() {
    return second.outputs();
  }

  @Override
  public long scratchBytes() {
    return middleBytes + Math.max(first.scratchBytes(), second.scratchBytes());
  }

  @Override
  public String description() {
    return first.description() + " > " + second.description();
  }

  @Override
  public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    NativeBuffer space = (NativeBuffer) scratch;
    OneDnnLayout middleLayout = OneDnnLayout.cast(first.outputs().get(0));
    Buffer middle = space.part(0, middleLayout);
    Buffer rest = space.part(middleBytes, OneDnnLayout.raw(scratchBytes() - middleBytes));
    Step one = first.bind(inputs, List.of(middle), rest);
    Step two = second.bind(List.of(middle), outputs, rest);
    return Steps.sequence(one, two);
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
