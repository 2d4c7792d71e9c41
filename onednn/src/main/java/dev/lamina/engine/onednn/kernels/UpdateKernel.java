package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Updates weights and what belongs to them element by element, in Java. All tensors are in the
 * weights' own layout and read as one flat array each, a piece that fits the cache at a time.
 */
final class UpdateKernel implements Kernel {
  private static final int PIECE = 2048;
  private static final int FLOAT_BYTES = 4;

  private final Update update;
  private final List<Layout> inputs = new ArrayList<>();
  private final List<Layout> outputs = new ArrayList<>();

  /**
   * @param layout of every tensor that is not a scalar
   * @param scalars the layouts of rate and step, between the second and the third tensor
   */
  UpdateKernel(Update update, OneDnnLayout layout, List<OneDnnLayout> scalars) {
    this.update = update;
    for (int i = 0; i < update.tensors(); i++) {
      if (i == 2) {
        inputs.addAll(scalars);
      }
      inputs.add(layout);
    }
    if (update.tensors() == 2) {
      inputs.addAll(scalars);
    }
    for (int i = 0; i < update.results(); i++) {
      outputs.add(layout);
    }
  }

  @Override
  public List<Layout> inputs() {
    return List.copyOf(inputs);
  }

  @Override
  public List<Layout> outputs() {
    return List.copyOf(outputs);
  }

  @Override
  public int inPlace(int output) {
    return output == 0 ? 0 : output + scalarCount() + 1;
  }

  private int scalarCount() {
    return inputs.size() - update.tensors();
  }

  @Override
  public String description() {
    return update.name() + " java";
  }

  @Override
  public Step bind(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer scratch) {
    FloatBuffer[] sources = new FloatBuffer[update.tensors()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = floats(boundInputs.get(i < 2 ? i : i + scalarCount()));
    }
    FloatBuffer[] targets =
        boundOutputs.stream().map(UpdateKernel::floats).toArray(FloatBuffer[]::new);
    NativeBuffer rate = scalarCount() > 0 ? (NativeBuffer) boundInputs.get(2) : null;
    NativeBuffer step = scalarCount() > 1 ? (NativeBuffer) boundInputs.get(3) : null;
    int size = (int) (boundOutputs.get(0).layout().bytes() / FLOAT_BYTES);
    float[][] pieces = new float[update.tensors()][Math.min(PIECE, size)];
    return () -> {
      float currentRate = rate == null ? 0 : rate.floats().get(0);
      int currentStep = step == null ? 0 : step.ints().get(0);
      float scale = update.scale(currentRate, currentStep);
      for (int from = 0; from < size; from += PIECE) {
        int count = Math.min(PIECE, size - from);
        for (int i = 0; i < sources.length; i++) {
          sources[i].get(from, pieces[i], 0, count);
        }
        update.apply(currentRate, scale, pieces, count);
        for (int i = 0; i < targets.length; i++) {
          targets[i].put(from, pieces[i == 0 ? 0 : i + 1], 0, count);
        }
      }
    };
  }

  private static FloatBuffer floats(Buffer buffer) {
    return ((NativeBuffer) buffer).floats();
  }
}
