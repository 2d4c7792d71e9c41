package dev.lamina;

/**
 * The root of Lamina's unchecked exceptions. Its message says what was received, what was expected,
 * where, and the likely fix.
 *
 * <pre>{@code
 * try {
 *   model.fit(train, Fit.epochs(5));
 * } catch (LaminaException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public class LaminaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LaminaException(String message) {
    super(message);
  }

  public LaminaException(String message, Throwable cause) {
    super(message, cause);
  }
}
