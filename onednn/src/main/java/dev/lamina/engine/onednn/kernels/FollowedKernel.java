package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.Steps;
import java.util.List;

/** A kernel, and one of one input and output that then goes over its first output, in place. */
final class FollowedKernel implements Kernel {
  private final Kernel first;
  private final Kernel second;

  FollowedKernel(Kernel first, Kernel second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public List<Layout> inputs() {
    return first.inputs();
  }

  @Override
  public List<Layout> outputs() {
    return first.outputs();
  }

  @Override
  public long scratchBytes() {
    return Math.max(first.scratchBytes(), second.scratchBytes());
  }

  @Override
  public int inPlace(int output) {
    return first.inPlace(output);
  }

  @Override
  public String description() {
    return first.description() + " > " + second.description();
  }

  @Override
  public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    List<Buffer> result = outputs.subList(0, 1);
    return Steps.sequence(
        first.bind(inputs, outputs, scratch), second.bind(result, result, scratch));
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
