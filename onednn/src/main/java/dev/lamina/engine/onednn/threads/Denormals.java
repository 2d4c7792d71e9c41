package dev.lamina.engine.onednn.threads;

import dev.lamina.engine.onednn.natives.NativeFunction;
import java.lang.ref.Reference;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;

/**
 * Numbers below 1e-38. Trained networks breed them, and most processors compute with them many
 * times more slowly; treating them as 0 changes nothing that matters.
 */
public final class Denormals {
  /** In x86's MXCSR register: flush results to zero, and read operands as zero. */
  private static final int FLUSH = 0x8040;

  /** glibc's fenv_t on x86-64 is 32 bytes and ends with MXCSR. */
  private static final int WORDS = 8;

  private Denormals() {}

  /**
   * Treats denormals as 0 on this thread and on those it will start, where the platform is known.
   *
   * @return whether that is so
   */
  public static boolean flush() {
    if (!Loader.getPlatform().equals("linux-x86_64")) {
      return false;
    }
    var read = NativeFunction.find("fegetenv");
    var write = NativeFunction.find("fesetenv");
    return read.isPresent() && write.isPresent() && flush(read.get(), write.get());
  }

  private static boolean flush(NativeFunction read, NativeFunction write) {
    try (IntPointer environment = new IntPointer(WORDS)) {
      read.call(environment.address());
      environment.put(WORDS - 1, environment.get(WORDS - 1) | FLUSH);
      write.call(environment.address());
      environment.put(WORDS - 1, 0);
      read.call(environment.address());
      return (environment.get(WORDS - 1) & FLUSH) == FLUSH;
    }
  }

  /**
   * Sets the mode that the calling thread is in now on whatever thread runs the result, which
   * allocates nothing. Does nothing where the platform is not known.
   */
  public static Runnable repeater() {
    if (!Loader.getPlatform().equals("linux-x86_64")) {
      return () -> {};
    }
    var read = NativeFunction.find("fegetenv");
    var write = NativeFunction.find("fesetenv");
    if (read.isEmpty() || write.isEmpty()) {
      return () -> {};
    }
    IntPointer environment = new IntPointer(WORDS);
    read.get().call(environment.address());
    Runnable set = write.get().prepare(environment.address(), 0, 0);
    return () -> {
      try {
        set.run();
      } finally {
        // C knows only its address: while it is in use, it must not be freed and written over.
        Reference.reachabilityFence(environment);
      }
    };
  }
}
