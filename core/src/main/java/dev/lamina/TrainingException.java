package dev.lamina;

/**
 * Training cannot go on: the loss is no longer a number, or a label has no class.
 *
 * <pre>{@code
 * try {
 *   model.fit(train, Fit.epochs(5));
 * } catch (TrainingException e) {
 *   System.err.println(e.getMessage()); // what, at which epoch and step, and what to do
 * }
 * }</pre>
 */
public final class TrainingException extends LaminaException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
