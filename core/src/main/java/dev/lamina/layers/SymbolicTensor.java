package dev.lamina.layers;

import dev.lamina.ir.Shape;

/**
 * A tensor of a model that is being built: it has a shape and a history, but no numbers. {@link
 * Input#of} makes the first, {@link Layer#apply} the next, and {@code Model.of} a model of what
 * lies between two.
 *
 * <pre>{@code
 * SymbolicTensor image = Input.of(28, 28, 1);
 * SymbolicTensor classes = new Dense(10).activation("softmax").apply(new Flatten().apply(image));
 * Model model = Model.of(image, classes);
 * }</pre>
 */
public final class SymbolicTensor {
  private final Call call;
  private final int index;
  private final Shape shape;

  SymbolicTensor(Call call, int index, Shape shape) {
    this.call = call;
    this.index = index;
    this.shape = shape;
  }

  /** The call that gives this tensor. */
  public Call call() {
    return call;
  }

  /** Which of the call's outputs this is, from 0. */
  public int index() {
    return index;
  }

  /** The shape of one sample, without the batch. */
  public Shape shape() {
    return shape;
  }

  /** For people: the shape, and the layer that gives the tensor. */
  @Override
  public String toString() {
    return shape + " from " + call;
  }
}
