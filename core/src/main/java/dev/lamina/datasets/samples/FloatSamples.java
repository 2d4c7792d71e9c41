package dev.lamina.datasets.samples;

import dev.lamina.ir.Shape;

/** Samples in a float array, one after the other. */
public final class FloatSamples implements Samples {

  private final float[] values;
  private final Shape shape;
  private final int size;

  /** Samples of this shape, one after the other in {@code values}, which is not copied. */
  public FloatSamples(float[] values, Shape shape) {
    this.values = values;
    this.shape = shape;
    this.size = SampleShapes.checkedSize(shape, values.length, "values");
  }

  @Override
  public int count() {
    return values.length / size;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(int index, float[] to, int offset) {
    System.arraycopy(values, index * size, to, offset, size);
  }

  @Override
  public Samples unscaled() {
    return this;
  }
}
