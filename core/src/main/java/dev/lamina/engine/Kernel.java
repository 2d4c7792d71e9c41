package dev.lamina.engine;

import java.util.List;

/**
 * A way to run one op: which layouts it wants and gives, how much scratch memory it needs, and,
 * bound to buffers, a {@link Step}. A kernel holds no data; it may be bound more than once.
 */
public interface Kernel extends AutoCloseable {
  /** The layouts it wants; the planner reorders inputs that are in another. */
  List<Layout> inputs();

  /** The layouts it gives. An output that is not used may have a layout of 0 bytes. */
  List<Layout> outputs();

  /** Memory it needs while it runs, shared with all other steps. */
  default long scratchBytes() {
    return 0;
  }

  /**
   * Which input may be the same buffer as {@code output}, or -1. The kernel then also works where
   * the two are distinct.
   */
  default int inPlace(int output) {
    return -1;
  }

  /** What runs, for profiles: for example oneDNN's implementation name. */
  String description();

  /**
   * Prepares a step on these buffers, all of the layouts above. All allocation happens here;
   * running the step allocates nothing.
   */
  Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch);

  /** Frees what the kernel holds; steps bound before do not run any more. */
  @Override
  default void close() {}
}
