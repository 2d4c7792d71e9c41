package dev.lamina.benchmarks.protocol;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what all of this process's threads allocate on Java's heap. */
final class JavaAllocation {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes since the start, of the threads that live now. */
  long bytes() {
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /** What calling {@link #bytes()} itself allocates. */
  long ownBytes() {
    long start = bytes();
    return Math.max(0, bytes() - start);
  }
}
