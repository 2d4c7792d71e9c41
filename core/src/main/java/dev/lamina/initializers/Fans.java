package dev.lamina.initializers;

import dev.lamina.ir.Shape;

/** How many values a weight joins into one result, and how many results each value enters. */
record Fans(double in, double out) {
  /** As Keras counts them: the last two axes are input and output, those before are the window. */
  static Fans of(Shape shape) {
    if (shape.rank() < 2) {
      return new Fans(shape.size(), shape.size());
    }
    double window = (double) shape.size() / shape.dim(-1) / shape.dim(-2);
    return new Fans(shape.dim(-2) * window, shape.dim(-1) * window);
  }
}
