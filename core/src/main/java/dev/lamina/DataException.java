package dev.lamina;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a data file is malformed, or two files do not fit each other.
 *
 * <p>The message begins with the file or directory, and says what was found, what was expected and
 * what to do:
 *
 * <pre>{@code
 * try {
 *   TrainTest data = Datasets.open(directory);
 * } catch (DataException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class DataException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception; {@code message} says what, where and what to do. */
  public DataException(String message) {
    super(message);
  }

  /** Creates an exception with its cause; {@code message} says what, where and what to do. */
  public DataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
