package dev.lamina.engine.onednn.primitives;

import dev.lamina.engine.onednn.natives.FloatAddress;
import org.bytedeco.javacpp.FloatPointer;

/** A small constant matrix in native memory, row after row. */
public final class NativeMatrix implements AutoCloseable {
  private final int rows;
  private final int columns;
  private final NativeMemory memory;
  private final FloatAddress elements;

  /** Copies these rows. */
  public NativeMatrix(double[][] values) {
    rows = values.length;
    columns = values[0].length;
    float[] flat = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        flat[row * columns + column] = (float) values[row][column];
      }
    }
    long bytes = (long) flat.length * Float.BYTES;
    memory = new NativeMemory(bytes);
    NativeBuffer buffer = memory.scratch(0, bytes);
    buffer.floats().put(0, flat, 0, flat.length);
    elements = new FloatAddress().at(buffer.address());
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  FloatPointer elements() {
    return elements;
  }

  @Override
  public void close() {
    memory.close();
  }
}
