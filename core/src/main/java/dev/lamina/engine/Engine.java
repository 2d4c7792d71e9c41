package dev.lamina.engine;

import dev.lamina.ir.DType;
import dev.lamina.ir.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs ops on this machine. One engine is shared by all models that use it; its kernels, memory and
 * steps are used only inside {@link #call}.
 */
public interface Engine extends AutoCloseable {
  /** Offsets of buffers are multiples of this many bytes. */
  int ALIGNMENT = 64;

  /** The name by which it is chosen, for example {@code onednn}. */
  String name();

  /** One line on library, version, instruction set and threads. */
  String description();

  /**
   * What a bug report should say of it beside {@link #description}: libraries, versions and
   * settings by title, in the order in which they are to be printed.
   */
  default Map<String, String> details() {
    return Map.of();
  }

  /** The layout in which the host reads and writes. */
  Layout plain(TensorType type);

  /** Why this engine cannot compute with numbers of this type on this machine; empty if it can. */
  default Optional<String> whyNot(DType dtype) {
    return Optional.empty();
  }

  /** A kernel for the request; empty if the op is not supported. */
  Optional<Kernel> kernel(KernelRequest request);

  /** Whether the op may be part of a {@link KernelGroup}: a question that costs little. */
  default boolean isGroupable(KernelRequest request) {
    return false;
  }

  /**
   * One kernel for several ops. The results are those of single kernels, but for rounding. Its
   * inputs are all operands from outside, its outputs all stored ones, op by op.
   *
   * @return empty if the engine has nothing better than single kernels
   */
  default Optional<Kernel> kernel(KernelGroup group) {
    return Optional.empty();
  }

  /** A kernel that copies one tensor from one layout to another (or the same). */
  Kernel reorder(Layout from, Layout to);

  /** Zeroed memory. */
  Memory allocate(long bytes);

  /**
   * The bytes that {@link #allocate} has given out since the start, freed or not: while they stand
   * still nothing is allocated. 0 where memory is Java's own.
   */
  default long allocatedBytes() {
    return 0;
  }

  /**
   * Runs {@code work} on the engine's own thread and waits for it. Calls from that thread run at
   * once. Exceptions pass through.
   */
  <T> T call(Supplier<T> work);

  /** As {@link #call}, without a result. */
  default void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * The same engine for small work: its {@link #call} runs on whatever thread asks, without help
   * from others, and many threads at a time. A plan made for it is run by one thread at a time;
   * memory is shared with this engine, so its variables can be read. It lives as long as this
   * engine, and is not closed.
   *
   * @return empty where work on the caller's own thread gains nothing
   */
  default Optional<Engine> solo() {
    return Optional.empty();
  }

  /** Ends the engine's thread. Models on this engine are closed before. */
  @Override
  void close();
}
