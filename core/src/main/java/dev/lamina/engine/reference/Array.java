package dev.lamina.engine.reference;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Layout;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;

/**
 * A tensor in the reference engine's memory: a window into an array of doubles. Elements are
 * addressed by their flat row-major index, or in a batch of images by image, place and channel. In
 * float precision every element stored is rounded to its type, so that kernels compute in double
 * and round once.
 *
 * <pre>{@code
 * Array array = (Array) memory.slice(0, engine.plain(TensorType.of(2, 3)));
 * array.write(new double[] {1, 2, 3, 4, 5, 6}, 0);
 * double last = array.get(5);
 * }</pre>
 */
public final class Array implements Buffer {
  private final double[] data;
  private final int offset;
  private final ReferenceLayout layout;
  private final Precision precision;
  private final Rounding rounding;
  private final int batch;
  private final int places;
  private final int channels;

  Array(double[] data, int offset, ReferenceLayout layout, Precision precision) {
    this.data = data;
    this.offset = offset;
    this.layout = layout;
    this.precision = precision;
    this.rounding = precision.rounding(layout.type().dtype());
    Shape shape = layout.type().shape();
    this.batch = shape.rank() < 2 ? 1 : shape.dim(0);
    this.channels = shape.rank() == 0 ? 1 : shape.dim(-1);
    this.places = shape.size() / (batch * channels);
  }

  /** An array of its own, outside any memory. */
  static Array allocate(TensorType type, Precision precision) {
    return new Array(new double[type.shape().size()], 0, ReferenceLayout.plain(type), precision);
  }

  public double get(int index) {
    return data[offset + index];
  }

  public void set(int index, double value) {
    data[offset + index] = rounding.round(value);
  }

  /**
   * The flat index of channel {@code c} at a place, counted in row-major order, of image {@code n}.
   */
  int index(int n, int place, int c) {
    return (n * places + place) * channels + c;
  }

  double get(int n, int place, int c) {
    return get(index(n, place, c));
  }

  int batch() {
    return batch;
  }

  /** How many places an image has: its height times its width, or what else is between. */
  int places() {
    return places;
  }

  int channels() {
    return channels;
  }

  public Shape shape() {
    return layout.type().shape();
  }

  public int size() {
    return shape().size();
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Buffer as(Layout other) {
    if (!(other instanceof ReferenceLayout own) || own.bytes() != layout.bytes()) {
      throw new IllegalArgumentException(
          "cannot read a buffer of layout %s as %s".formatted(layout, other));
    }
    return new Array(data, offset, own, precision);
  }

  @Override
  public void write(float[] source, int from) {
    for (int i = 0; i < size(); i++) {
      set(i, source[from + i]);
    }
  }

  @Override
  public void write(int[] source, int from) {
    for (int i = 0; i < size(); i++) {
      set(i, source[from + i]);
    }
  }

  /** As {@link #write(float[], int)}, without loss in double precision. */
  public void write(double[] source, int from) {
    for (int i = 0; i < size(); i++) {
      set(i, source[from + i]);
    }
  }

  @Override
  public void read(float[] target, int to) {
    for (int i = 0; i < size(); i++) {
      target[to + i] = (float) get(i);
    }
  }

  @Override
  public boolean isFinite() {
    for (int i = 0; i < size(); i++) {
      if (!Double.isFinite(get(i))) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #read(float[], int)}, without loss in double precision. */
  public void read(double[] target, int to) {
    for (int i = 0; i < size(); i++) {
      target[to + i] = get(i);
    }
  }
}
