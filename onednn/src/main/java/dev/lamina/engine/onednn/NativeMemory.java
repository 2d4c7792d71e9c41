package dev.lamina.engine.onednn;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import org.bytedeco.javacpp.Pointer;

/**
 * A block of memory from C's {@code malloc}: not on Java's heap, not counted by JavaCPP, freed by
 * {@link #close} alone.
 */
final class NativeMemory implements Memory {
  private final long bytes;
  private final Pointer block;
  private final long start;
  private boolean closed;

  NativeMemory(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be >= 0, received " + bytes);
    }
    this.bytes = bytes;
    long padded = bytes + 2L * Engine.ALIGNMENT;
    block = Pointer.malloc(padded);
    if (block == null || block.isNull()) {
      throw new LaminaException(
          "could not allocate %,d bytes of native memory; use a smaller batch or free memory"
              .formatted(bytes));
    }
    // Also touches every page, so that no step waits for the system to provide one.
    Pointer.memset(block, 0, padded);
    start = (block.address() + Engine.ALIGNMENT - 1) / Engine.ALIGNMENT * Engine.ALIGNMENT;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public NativeBuffer slice(long offset, Layout layout) {
    return view(offset, OneDnnLayout.cast(layout));
  }

  @Override
  public NativeBuffer scratch(long offset, long size) {
    return view(offset, OneDnnLayout.raw(size));
  }

  private NativeBuffer view(long offset, OneDnnLayout layout) {
    if (closed) {
      throw new IllegalStateException("this memory has been freed");
    }
    if (offset < 0 || offset % Engine.ALIGNMENT != 0 || offset + layout.bytes() > bytes) {
      throw new IllegalArgumentException(
          "%s at offset %d does not fit %d bytes at multiples of %d"
              .formatted(layout, offset, bytes, Engine.ALIGNMENT));
    }
    return new NativeBuffer(start + offset, layout);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Pointer.free(block);
    }
  }
}
