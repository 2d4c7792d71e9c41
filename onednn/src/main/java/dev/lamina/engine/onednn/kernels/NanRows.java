package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.Steps;
import dev.lamina.ir.DType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A kernel whose one plain output has rows along the last axis. A row becomes NaN as a whole where
 * an element is NaN, or where none is above a bound that some element of every right row exceeds:
 * that is how a row of minus infinities comes out on arm64.
 */
final class NanRows implements Kernel {
  private static final short BFLOAT16_NAN = 0x7FC0;

  private final Kernel kernel;
  private final float bound;

  NanRows(Kernel kernel, float bound) {
    this.kernel = kernel;
    this.bound = bound;
  }

  @Override
  public List<Layout> inputs() {
    return kernel.inputs();
  }

  @Override
  public List<Layout> outputs() {
    return kernel.outputs();
  }

  @Override
  public long scratchBytes() {
    return kernel.scratchBytes();
  }

  @Override
  public int inPlace(int output) {
    return kernel.inPlace(output);
  }

  @Override
  public String description() {
    return kernel.description();
  }

  @Override
  public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    return Steps.sequence(
        kernel.bind(inputs, outputs, scratch), spread((NativeBuffer) outputs.get(0)));
  }

  private Step spread(NativeBuffer buffer) {
    int size = buffer.layout().type().shape().size();
    int columns = buffer.layout().type().shape().dim(-1);
    if (buffer.layout().type().dtype() == DType.BFLOAT16) {
      return () -> spread(buffer.bytes(), size, columns);
    }
    return () -> spread(buffer.floats(), size, columns);
  }

  private void spread(FloatBuffer values, int size, int columns) {
    for (int row = 0; row < size; row += columns) {
      boolean nan = false;
      boolean above = false;
      for (int i = row; i < row + columns; i++) {
        float value = values.get(i);
        nan |= Float.isNaN(value);
        above |= value > bound;
      }
      for (int i = row; (nan || !above) && i < row + columns; i++) {
        values.put(i, Float.NaN);
      }
    }
  }

  private void spread(ByteBuffer values, int size, int columns) {
    for (int row = 0; row < size; row += columns) {
      boolean nan = false;
      boolean above = false;
      for (int i = row; i < row + columns; i++) {
        float value = Float.intBitsToFloat(values.getShort(2 * i) << 16);
        nan |= Float.isNaN(value);
        above |= value > bound;
      }
      for (int i = row; (nan || !above) && i < row + columns; i++) {
        values.putShort(2 * i, BFLOAT16_NAN);
      }
    }
  }

  @Override
  public void close() {
    kernel.close();
  }
}
