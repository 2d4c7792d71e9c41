package dev.lamina.ir;

/**
 * A tensor in a {@link Graph}: fed, kept between runs, or computed by a {@link Node}. Each value is
 * defined once.
 *
 * @param id unique in its graph
 * @param name what it is called in print-outs; unique for inputs and variables
 */
public record Value(int id, String name, TensorType type) {
  public Shape shape() {
    return type.shape();
  }

  /** {@code %7 conv2d}. */
  @Override
  public String toString() {
    return "%" + id + (name.isEmpty() ? "" : " " + name);
  }
}
