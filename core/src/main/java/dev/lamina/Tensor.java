package dev.lamina;

import dev.lamina.ir.Shape;
import java.util.Arrays;
import java.util.Locale;

/**
 * Numbers with a shape: what goes into a model and comes out of it. Row-major, images as height x
 * width x channels, batches of them with the number of samples first. Immutable, and without
 * arithmetic.
 *
 * <pre>{@code
 * Tensor images = Tensor.of(Shape.of(2, 28, 28, 1), pixels);
 * Tensor probabilities = model.predict(images); // 2x10
 * int label = probabilities.sample(0).argMax();
 * }</pre>
 */
public final class Tensor {
  private static final int MOST_SHOWN = 8;

  private final Shape shape;
  private final float[] values;

  private Tensor(Shape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * Numbers under a shape.
   *
   * @param values {@code shape.size()} of them, row-major; used as they are and not copied, so do
   *     not change them
   * @throws ShapeException if there are more or fewer
   */
  public static Tensor of(Shape shape, float... values) {
    if (values.length != shape.size()) {
      throw new ShapeException(
          "received %d values, expected %d for the shape %s"
              .formatted(values.length, shape.size(), shape));
    }
    return new Tensor(shape, values);
  }

  /** The dimensions; the first is the number of samples where this is a batch. */
  public Shape shape() {
    return shape;
  }

  /** The numbers, row-major: the array itself and no copy, so do not change it. */
  public float[] values() {
    return values;
  }

  /**
   * The number at this place.
   *
   * @param indices one for each axis, from 0
   * @throws ShapeException if they are more or fewer, or outside of the shape
   */
  public float get(int... indices) {
    if (indices.length != shape.rank()) {
      throw outside(indices);
    }
    int at = 0;
    for (int axis = 0; axis < indices.length; axis++) {
      if (indices[axis] < 0 || indices[axis] >= shape.dim(axis)) {
        throw outside(indices);
      }
      at = at * shape.dim(axis) + indices[axis];
    }
    return values[at];
  }

  private ShapeException outside(int[] indices) {
    return new ShapeException(
        "there is no element %s in a tensor of shape %s"
            .formatted(Arrays.toString(indices), shape));
  }

  /**
   * A copy of one sample of a batch, without the first axis.
   *
   * @throws ShapeException if there is no such sample
   */
  public Tensor sample(int index) {
    if (shape.rank() == 0 || index < 0 || index >= shape.dim(0)) {
      throw new ShapeException(
          "there is no sample %d in a tensor of shape %s".formatted(index, shape));
    }
    Shape sample = shape.sample();
    int from = index * sample.size();
    return new Tensor(sample, Arrays.copyOfRange(values, from, from + sample.size()));
  }

  /** The same numbers as a batch of one sample: {@code 28x28x1} becomes {@code 1x28x28x1}. */
  public Tensor asBatch() {
    return new Tensor(shape.batched(1), values);
  }

  /**
   * The same numbers under another shape.
   *
   * @throws ShapeException if it has more or fewer elements
   */
  public Tensor reshape(int... dims) {
    return of(Shape.of(dims), values);
  }

  /**
   * The place of the largest number in row-major order, the first of equals; of one sample's
   * probabilities that is the predicted class.
   *
   * @throws LaminaException if a number is NaN, as then none is the largest
   */
  public int argMax() {
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new LaminaException(
            "element %d of %d is NaN, so none is the largest; check the inputs and the model's weights"
                .formatted(i, values.length));
      }
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && shape.equals(tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  /** For people: the shape and the first numbers, {@code 2x3 [0.1, 0.2, 0.7, 0.3, 0.3, 0.4]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(shape.toString()).append(" [");
    for (int i = 0; i < Math.min(MOST_SHOWN, values.length); i++) {
      text.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.5g", values[i]));
    }
    return text.append(values.length > MOST_SHOWN ? ", ...]" : "]").toString();
  }
}
