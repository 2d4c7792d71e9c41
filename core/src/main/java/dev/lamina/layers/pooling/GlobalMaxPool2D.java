package dev.lamina.layers.pooling;

/**
 * {@link GlobalMaxPooling2D} under Keras's other name.
 *
 * <pre>{@code
 * new GlobalMaxPool2D();
 * }</pre>
 */
public final class GlobalMaxPool2D extends GlobalMaxPooling2D {
  /** A layer that leaves height and width out. */
  public GlobalMaxPool2D() {}
}
