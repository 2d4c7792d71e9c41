package dev.lamina.engine.onednn.threads;

import dev.lamina.engine.onednn.natives.NativeFunction;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl.User_func_Pointer;
import org.jspecify.annotations.Nullable;

/**
 * OpenMP's own threads, running Java. Between two primitives they wait in a busy loop: Java threads
 * beside them would have to share the processor with that. So the parallel region is begun as
 * compiled C code begins one, and the function that it runs is a Java callback.
 *
 * <p>A primitive that a member runs keeps to the member's thread; it must have been {@linkplain
 * #alone made for one thread}.
 */
public final class OpenMpTeam implements AutoCloseable {
  /** One member's part of the work; members run at the same time. */
  public interface Work {
    void run(int member);
  }

  /** JavaCPP keeps room for a few native entry points of each callback type; a null one is none. */
  private static final class Entry extends User_func_Pointer {
    private final OpenMpTeam team;

    Entry(OpenMpTeam team) {
      this.team = team;
    }

    /** Where the machine code is that calls this; 0 if there is no room. */
    long function() {
      Pointer function = new PointerPointer<Pointer>(this).get(0);
      return function == null ? 0 : function.address();
    }

    @Override
    public void call(@Nullable Pointer nothing) {
      team.enter();
    }
  }

  private final int size;
  private final Entry entry;
  private final Runnable region;
  private final Runnable setMode;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private Work work = member -> {};

  private OpenMpTeam(int size, NativeFunction parallel) {
    this.size = size;
    entry = new Entry(this);
    region = parallel.prepare(entry.function(), 0, size);
    setMode = Denormals.repeater();
  }

  /** A team on the threads that the calling thread computes with, where OpenMP is GNU's. */
  public static Optional<OpenMpTeam> create(int size) {
    Optional<NativeFunction> parallel = NativeFunction.find("GOMP_parallel");
    if (parallel.isEmpty()) {
      return Optional.empty();
    }
    OpenMpTeam team = new OpenMpTeam(size, parallel.get());
    return team.entry.function() == 0 ? Optional.empty() : Optional.of(team);
  }

  /** The number of its members. */
  public int size() {
    return size;
  }

  /** Makes something for one thread: primitives divide their work when they are made. */
  public <T> T alone(Supplier<T> make) {
    OpenMp.set(1);
    try {
      return make.get();
    } finally {
      OpenMp.set(size);
    }
  }

  /** Runs all members' parts, on this team's threads, and waits for them. */
  public void run(Work members) {
    work = members;
    next.set(0);
    if (size > 1) {
      region.run();
    }
    // Parts that OpenMP had no thread for: a process may be refused more.
    while (next.get() < size) {
      enter();
    }
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof Error error) {
      throw error;
    } else if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  /** Exceptions must not leave through C's frames. */
  private void enter() {
    int member = next.getAndIncrement();
    if (member >= size) {
      return;
    }
    try {
      // The virtual machine resets how denormals are treated when native code calls Java.
      setMode.run();
      work.run(member);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  @Override
  public void close() {
    entry.close();
  }
}
