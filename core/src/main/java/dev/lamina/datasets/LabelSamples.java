package dev.lamina.datasets;

import dev.lamina.ir.Shape;

/** Class indices as targets. */
final class LabelSamples implements Samples {

  private static final Shape SCALAR = Shape.of();

  private final int[] labels;

  LabelSamples(int[] labels) {
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
