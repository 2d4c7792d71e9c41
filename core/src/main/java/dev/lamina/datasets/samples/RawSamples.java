package dev.lamina.datasets.samples;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.ArrayHeader;
import dev.lamina.datasets.arrays.ElementType;
import dev.lamina.datasets.arrays.RawArray;
import dev.lamina.ir.Shape;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Samples that keep the element type of their file, and become floats when they are read. */
public final class RawSamples implements Samples {

  /** What makes a byte's 0 to 255 into 0 to 1. */
  public static final double BYTE_SCALE = 1.0 / 255;

  private final RawArray array;
  private final Shape shape;
  private final float @Nullable [] table;
  private final double divisor;

  /** Where a thread reads a sample before its channels are put last; null if they are. */
  private final @Nullable ThreadLocal<float[]> planes;

  private RawSamples(
      RawArray array,
      Shape shape,
      float @Nullable [] table,
      double divisor,
      boolean isChannelsFirst) {
    this.array = array;
    this.shape = shape;
    this.table = table;
    this.divisor = divisor;
    this.planes = isChannelsFirst ? ThreadLocal.withInitial(() -> new float[shape.size()]) : null;
  }

  /** Inputs divided by a number, with channels that come first put last. */
  public static RawSamples inputs(
      RawArray array, Shape shape, double divisor, boolean channelsFirst) {
    boolean isTurned = channelsFirst && shape.rank() == 3 && array.header.rank() == 4;
    boolean isByte = array.header.type == ElementType.UINT8;
    return isByte
        ? new RawSamples(array, shape, scaledBytes(1 / divisor), 1, isTurned)
        : new RawSamples(array, shape, null, divisor, isTurned);
  }

  /** All types taken as they are. */
  public static RawSamples targets(RawArray array, Shape shape) {
    return new RawSamples(array, shape, null, 1, false);
  }

  /** Samples of unsigned bytes, which are multiplied by {@code scale}. */
  public static RawSamples ofBytes(byte[] values, Shape shape, double scale) {
    int size = SampleShapes.checkedSize(shape, values.length, "bytes");
    long[] dims = {values.length / size, size};
    try {
      ArrayHeader header =
          new ArrayHeader("bytes", ElementType.UINT8, ByteOrder.nativeOrder(), dims, 0);
      return new RawSamples(RawArray.wrap(header, values), shape, scaledBytes(scale), 1, false);
    } catch (DataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The 256 values a byte can have; in double first, so that 1/255 gives what v/255f gives. */
  public static float[] scaledBytes(double scale) {
    float[] table = new float[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (i * scale);
    }
    return table;
  }

  @Override
  public Samples unscaled() {
    boolean isScaled = table != null && table[255] == 1; // not by a scale of the caller's own
    return isScaled ? new RawSamples(array, shape, null, 1, planes != null) : this;
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
    if (planes == null) {
      readRow(index, to, offset);
      return;
    }
    float[] planar = planes.get();
    readRow(index, planar, 0);
    int channels = shape.dim(2);
    int pixels = planar.length / channels;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < pixels; i++) {
        to[offset + i * channels + c] = planar[c * pixels + i];
      }
    }
  }

  private void readRow(int index, float[] to, int offset) {
    if (table != null) {
      array.readRow(index, to, offset, table);
      return;
    }
    array.readRow(index, to, offset);
    if (divisor != 1) {
      for (int i = 0; i < shape.size(); i++) {
        to[offset + i] = (float) (to[offset + i] / divisor);
      }
    }
  }
}
