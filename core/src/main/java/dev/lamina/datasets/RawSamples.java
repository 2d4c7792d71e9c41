package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Samples that keep the element type of their file, and become floats when they are read. */
final class RawSamples implements Samples {

  /** What makes a byte's 0 to 255 into 0 to 1. */
  static final double BYTE_SCALE = 1.0 / 255;

  private final RawArray array;
  private final Shape shape;
  private final float @Nullable [] table;

  private RawSamples(RawArray array, Shape shape, float @Nullable [] table) {
    this.array = array;
    this.shape = shape;
    this.table = table;
  }

  /** Inputs: unsigned bytes are scaled to 0 to 1, other types taken as they are. */
  static RawSamples inputs(RawArray array, Shape shape) {
    boolean bytes = array.header.type == ElementType.UINT8;
    return new RawSamples(array, shape, bytes ? scaledBytes(BYTE_SCALE) : null);
  }

  /** All types taken as they are. */
  static RawSamples targets(RawArray array, Shape shape) {
    return new RawSamples(array, shape, null);
  }

  static RawSamples ofBytes(byte[] values, Shape shape, double scale) {
    int size = SampleShapes.checkedSize(shape, values.length, "bytes");
    long[] dims = {values.length / size, size};
    try {
      ArrayHeader header =
          new ArrayHeader("bytes", ElementType.UINT8, ByteOrder.nativeOrder(), dims, 0);
      return new RawSamples(RawArray.wrap(header, values), shape, scaledBytes(scale));
    } catch (DataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The 256 values a byte can have; in double first, so that 1/255 gives what v/255f gives. */
  static float[] scaledBytes(double scale) {
    float[] table = new float[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (i * scale);
    }
    return table;
  }

  @Override
  public Samples unscaled() {
    boolean isScaled = table != null && table[255] == 1; // not by a scale of the caller's own
    return isScaled ? new RawSamples(array, shape, null) : this;
  }

  @Override
  public int count() {
    return array.header.rows();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(int index, float[] to, int offset) {
    if (table == null) {
      array.readRow(index, to, offset);
    } else {
      array.readRow(index, to, offset, table);
    }
  }
}
