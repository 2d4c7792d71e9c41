package dev.lamina.datasets;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what threads allocate on the Java heap. */
final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes that the current thread allocates while {@code action} runs. */
  static long during(Runnable action) {
    long before = of(Thread.currentThread().getId());
    action.run();
    return of(Thread.currentThread().getId()) - before;
  }

  /** Bytes that a thread has allocated since it began. */
  static long of(long threadId) {
    return THREADS.getThreadAllocatedBytes(threadId);
  }
}
