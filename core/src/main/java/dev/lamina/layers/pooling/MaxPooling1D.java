package dev.lamina.layers.pooling;

/**
 * {@link MaxPool1D} under Keras's other name.
 *
 * <pre>{@code
 * new MaxPooling1D(2);
 * }</pre>
 */
public final class MaxPooling1D extends MaxPool1D {
  /** Windows of 2. */
  public MaxPooling1D() {
    this(2);
  }

  /** Windows of {@code poolSize}. */
  public MaxPooling1D(int poolSize) {
    super(poolSize);
  }
}
