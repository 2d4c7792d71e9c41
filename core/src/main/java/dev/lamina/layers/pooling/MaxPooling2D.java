package dev.lamina.layers.pooling;

/**
 * {@link MaxPool2D} under Keras's other name.
 *
 * <pre>{@code
 * new MaxPooling2D(2);
 * }</pre>
 */
public final class MaxPooling2D extends MaxPool2D {
  /** Windows of 2x2. */
  public MaxPooling2D() {}

  public MaxPooling2D(int poolSize) {
    super(poolSize);
  }

  /** Windows of {@code poolH} rows and {@code poolW} columns. */
  public MaxPooling2D(int poolH, int poolW) {
    super(poolH, poolW);
  }
}
