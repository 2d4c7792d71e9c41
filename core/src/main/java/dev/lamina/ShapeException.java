package dev.lamina;

/**
 * Shapes that do not fit together: reported when a model is built, never later.
 *
 * <pre>{@code
 * new Sequential(new Input(4, 4, 1), new Conv2D(8, 5)); // kernel 5x5 does not fit a 4x4 input
 * }</pre>
 */
public final class ShapeException extends LaminaException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }

  /** The same problem, with the place (a layer's path) in front of the message. */
  public ShapeException at(String place) {
    return new ShapeException(place + ": " + getMessage());
  }
}
