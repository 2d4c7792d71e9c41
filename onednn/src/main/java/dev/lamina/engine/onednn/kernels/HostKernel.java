package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.ir.TensorType;
import java.util.List;

/**
 * A small op computed in Java, over plain tensors: all inputs are copied to arrays, the outputs are
 * computed, and copied back. The arrays are made once.
 */
final class HostKernel implements Kernel {
  /** Computes the outputs' elements from the inputs', both in row-major order. */
  interface Function {
    void compute(float[][] inputs, float[][] outputs);
  }

  private final String name;
  private final List<Layout> inputs;
  private final List<Layout> outputs;
  private final Function function;

  HostKernel(String name, KernelRequest request, Function function) {
    this.name = name;
    this.inputs =
        request.inputs().stream().map(input -> (Layout) OneDnnLayout.plain(input.type())).toList();
    this.outputs =
        request.outputs().stream().map(type -> (Layout) OneDnnLayout.plain(type)).toList();
    this.function = function;
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
  public String description() {
    return name + " java";
  }

  @Override
  public Step bind(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer scratch) {
    float[][] sources = arrays(boundInputs);
    float[][] targets = arrays(boundOutputs);
    return () -> {
      for (int i = 0; i < sources.length; i++) {
        boundInputs.get(i).read(sources[i], 0);
      }
      function.compute(sources, targets);
      for (int i = 0; i < targets.length; i++) {
        boundOutputs.get(i).write(targets[i], 0);
      }
    };
  }

  private static float[][] arrays(List<Buffer> buffers) {
    return buffers.stream()
        .map(buffer -> buffer.layout().type())
        .map(TensorType::shape)
        .map(shape -> new float[shape.size()])
        .toArray(float[][]::new);
  }
}
