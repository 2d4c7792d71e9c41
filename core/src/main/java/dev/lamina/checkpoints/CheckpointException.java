package dev.lamina.checkpoints;

import dev.lamina.LaminaException;

/**
 * A checkpoint cannot be used: its file is damaged, or it does not hold what was asked for.
 *
 * <pre>{@code
 * try {
 *   Checkpoint checkpoint = Checkpoint.read(path);
 * } catch (CheckpointException e) {
 *   System.err.println(e.getMessage()); // which file, what is wrong, and what to do
 * }
 * }</pre>
 */
public final class CheckpointException extends LaminaException {
  private static final long serialVersionUID = 1L;

  public CheckpointException(String message) {
    super(message);
  }
}
