package dev.lamina.engine.onednn.primitives;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.onednn.natives.Address;
import dev.lamina.engine.onednn.natives.CollectionTrigger;
import dev.lamina.engine.onednn.natives.HugePages;
import dev.lamina.engine.onednn.natives.NativeObject;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * A block of memory from C's {@code malloc}: not on Java's heap, not counted by JavaCPP. Freed by
 * {@link #close}, or at last by the garbage collector where a model was not closed.
 */
public final class NativeMemory implements Memory {
  private static final CollectionTrigger COLLECTION = new CollectionTrigger(512L << 20);
  private static final AtomicLong ALLOCATED = new AtomicLong();
  private static final AtomicLong EVER_ALLOCATED = new AtomicLong();

  private final long bytes;
  private final long start;
  private final NativeObject object;
  private boolean closed;

  /** Takes so many bytes. */
  public NativeMemory(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be >= 0, received " + bytes);
    }
    this.bytes = bytes;
    long alignment = HugePages.areWorthwhile(bytes) ? HugePages.SIZE : Engine.ALIGNMENT;
    long padded = (bytes + alignment - 1) / alignment * alignment;
    Pointer block = Pointer.malloc(padded + alignment);
    if (block == null || block.isNull()) {
      throw new LaminaException(
          "could not allocate %,d bytes of native memory; use a smaller batch or free memory"
              .formatted(bytes));
    }
    object = NativeObject.of(this, new Block(block, padded + alignment));
    start = (block.address() + alignment - 1) / alignment * alignment;
    if (alignment == HugePages.SIZE) {
      HugePages.request(start, padded);
    }
    // Touches every page too, so that no step waits for the system to provide one.
    Pointer.memset(new Address(start, padded), 0, padded);
  }

  /** Frees a block once; knows nothing of the memory's owner, which it would keep alive. */
  private record Block(Pointer block, long size) implements Runnable {
    Block {
      if (COLLECTION.allocated(ALLOCATED.addAndGet(size))) {
        System.gc();
      }
      EVER_ALLOCATED.addAndGet(size);
    }

    @Override
    public void run() {
      Pointer.free(block);
      COLLECTION.freed(ALLOCATED.addAndGet(-size));
    }
  }

  /** What is allocated now by all engines of this process. */
  public static long allocatedBytes() {
    return ALLOCATED.get();
  }

  /** What has been allocated by all engines since the start of this process, freed or not. */
  public static long everAllocatedBytes() {
    return EVER_ALLOCATED.get();
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
          "%s (%d bytes) at offset %d does not fit %d bytes at multiples of %d"
              .formatted(layout, layout.bytes(), offset, bytes, Engine.ALIGNMENT));
    }
    return new NativeBuffer(start + offset, layout);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      object.close();
    }
  }
}
