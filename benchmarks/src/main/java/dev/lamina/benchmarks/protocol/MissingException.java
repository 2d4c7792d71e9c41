package dev.lamina.benchmarks.protocol;

/** Something that a contestant needs is not there; the message names it. */
public final class MissingException extends Exception {
  public MissingException(String message, Throwable cause) {
    super(message, cause);
  }

  public MissingException(String message) {
    super(message);
  }
}
