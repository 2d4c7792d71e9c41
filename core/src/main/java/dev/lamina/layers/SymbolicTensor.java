package dev.lamina.layers;

import dev.lamina.ir.Shape;
import dev.lamina.layers.Operation.Function;

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

  /** The sum, number by number; shapes broadcast. */
  public SymbolicTensor plus(SymbolicTensor other) {
    return Operation.of(Function.ADD).apply(this, other);
  }

  /** This tensor plus a number. */
  public SymbolicTensor plus(double number) {
    return Operation.of(Function.ADD, number).apply(this);
  }

  /** The difference, number by number; shapes broadcast. */
  public SymbolicTensor minus(SymbolicTensor other) {
    return Operation.of(Function.SUBTRACT).apply(this, other);
  }

  /** This tensor minus a number. */
  public SymbolicTensor minus(double number) {
    return Operation.of(Function.SUBTRACT, number).apply(this);
  }

  /** The product, number by number; shapes broadcast. */
  public SymbolicTensor times(SymbolicTensor other) {
    return Operation.of(Function.MULTIPLY).apply(this, other);
  }

  /** This tensor times a number. */
  public SymbolicTensor times(double number) {
    return Operation.of(Function.MULTIPLY, number).apply(this);
  }

  /** The quotient, number by number; shapes broadcast. */
  public SymbolicTensor dividedBy(SymbolicTensor other) {
    return Operation.of(Function.DIVIDE).apply(this, other);
  }

  /** This tensor divided by a number. */
  public SymbolicTensor dividedBy(double number) {
    return Operation.of(Function.DIVIDE, number).apply(this);
  }

  /** A number minus this tensor. */
  public SymbolicTensor subtractedFrom(double number) {
    return Operation.of(number, Function.SUBTRACT).apply(this);
  }

  /** {@code -x}. */
  public SymbolicTensor negated() {
    return Operation.of(Function.NEGATIVE).apply(this);
  }

  /** For people: the shape, and the layer that gives the tensor. */
  @Override
  public String toString() {
    return shape + " from " + call;
  }
}
