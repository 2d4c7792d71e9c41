package dev.lamina.engine;

/**
 * A tensor in an engine's memory. The host writes and reads plain buffers only; lengths are those
 * of the layout's logical tensor. Neither call allocates.
 */
public interface Buffer {
  Layout layout();

  /** The same memory under another layout of as many bytes (a plain tensor reshaped). */
  Buffer as(Layout layout);

  /** Copies the first {@code size} elements of {@code source}, starting at {@code from}, in. */
  void write(float[] source, int from);

  /** As {@link #write(float[], int)}, for INT32 tensors. */
  void write(int[] source, int from);

  /** Copies all elements out, to {@code target} starting at {@code to}. */
  void read(float[] target, int to);

  /** Whether no element is NaN or infinite, in whatever layout; allocates nothing. */
  boolean isFinite();
}
