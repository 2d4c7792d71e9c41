package dev.lamina.datasets.samples;

import dev.lamina.ir.Shape;

/** Class indices as targets. */
public final class LabelSamples implements Samples {

  private static final Shape SCALAR = Shape.of();

  private final int[] labels;

  /** One class index per sample; the array is not copied. */
  public LabelSamples(int[] labels) {
    this.labels = labels;
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return SCALAR;
  }

  @Override
  public void read(int index, float[] to, int offset) {
    to[offset] = labels[index];
  }

  @Override
  public Samples unscaled() {
    return this;
  }
}
