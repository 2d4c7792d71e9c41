package dev.lamina.engine;

/** A block of an engine's memory, allocated once and freed explicitly. */
public interface Memory extends AutoCloseable {
  long bytes();

  /**
   * A view of part of this memory.
   *
   * @param offset in bytes, a multiple of {@link Engine#ALIGNMENT}
   */
  Buffer slice(long offset, Layout layout);

  /** Raw scratch space, read and written by kernels only. */
  Buffer scratch(long offset, long bytes);

  @Override
  void close();
}
