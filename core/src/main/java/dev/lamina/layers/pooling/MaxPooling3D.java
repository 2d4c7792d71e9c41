package dev.lamina.layers.pooling;

/**
 * {@link MaxPool3D} under Keras's other name.
 *
 * <pre>{@code
 * new MaxPooling3D(2);
 * }</pre>
 */
public final class MaxPooling3D extends MaxPool3D {
  /** Windows of 2x2x2. */
  public MaxPooling3D() {
    this(2);
  }

  /** Windows of {@code poolSize} along each axis. */
  public MaxPooling3D(int poolSize) {
    super(poolSize);
  }

  /** Windows of {@code poolD} planes, {@code poolH} rows and {@code poolW} columns. */
  public MaxPooling3D(int poolD, int poolH, int poolW) {
    super(poolD, poolH, poolW);
  }
}
