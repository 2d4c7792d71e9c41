package dev.lamina.engine.reference;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;

/** Memory on the Java heap: one array of doubles. */
final class HeapMemory implements Memory {
  private final double[] data;
  private final Precision precision;
  private boolean closed;

  HeapMemory(long bytes, Precision precision) {
    if (bytes < 0) {
      throw new LaminaException("cannot allocate " + bytes + " bytes");
    }
    long elements = bytes / Double.BYTES + (bytes % Double.BYTES == 0 ? 0 : 1);
    if (elements > Integer.MAX_VALUE - 8) {
      throw new LaminaException(
          "cannot allocate %d bytes: the reference engine holds at most 2^34 in one block; use a smaller batch"
              .formatted(bytes));
    }
    this.data = new double[(int) elements];
    this.precision = precision;
  }

  @Override
  public long bytes() {
    return (long) Double.BYTES * data.length;
  }

  @Override
  public Buffer slice(long offset, Layout layout) {
    if (!(layout instanceof ReferenceLayout own)) {
      throw new LaminaException(
          "the reference engine received a layout of another engine: " + layout);
    }
    requireInside(offset, layout.bytes());
    return new Array(data, (int) (offset / Double.BYTES), own, precision);
  }

  @Override
  public Buffer scratch(long offset, long bytes) {
    int elements = (int) (bytes / Double.BYTES);
    Shape shape = elements == 0 ? Shape.scalar() : Shape.of(elements);
    requireInside(offset, bytes);
    return new Array(
        data,
        (int) (offset / Double.BYTES),
        new ReferenceLayout(new TensorType(DType.WORKSPACE, shape), elements > 0),
        precision);
  }

  private void requireInside(long offset, long bytes) {
    if (closed) {
      throw new LaminaException("this memory is closed");
    }
    if (offset % Engine.ALIGNMENT != 0) {
      throw new LaminaException(
          "offset %d is not a multiple of %d bytes".formatted(offset, Engine.ALIGNMENT));
    }
    if (offset < 0 || bytes < 0 || offset > bytes() - bytes) {
      throw new LaminaException(
          "bytes %d to %d lie outside a memory of %d bytes"
              .formatted(offset, offset + bytes, bytes()));
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
