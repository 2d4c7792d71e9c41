package dev.lamina.engine;

/** A kernel bound to its buffers. Runs on the engine's thread and allocates nothing. */
public interface Step extends AutoCloseable {
  void run();

  /** Frees the prepared arguments. */
  @Override
  default void close() {}
}
