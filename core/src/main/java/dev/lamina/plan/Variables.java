package dev.lamina.plan;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Step;
import dev.lamina.ir.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that plans share and keep between runs: weights, moving averages, optimizer slots,
 * counts. They lie in an engine's memory, in the layout in which the first plan that changes them
 * wants them; reading and writing from outside reorders once.
 *
 * <p>A variable may be among those of several models, under another name in each ({@link #share}).
 */
public final class Variables implements AutoCloseable {
  private final Engine engine;
  private final SharedLock lock = new SharedLock();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private volatile int removals;

  public Variables(Engine engine) {
    this.engine = engine;
  }

  /** One variable. Its fields change on the engine's thread only, under the write lock. */
  public static final class Entry {
    // Not the variables that it was defined among: they may have gone before it.
    private final Engine engine;
    private final SharedLock lock;
    private final TensorType type;
    private Memory memory;
    private volatile Buffer buffer;
    private volatile boolean pinned;
    private volatile long version;
    private long finiteVersion = -1; // the last in which all elements were seen to be finite
    private int holders = 1;

    Entry(Engine engine, SharedLock lock, TensorType type, Memory memory, Buffer buffer) {
      this.engine = engine;
      this.lock = lock;
      this.type = type;
      this.memory = memory;
      this.buffer = buffer;
    }

    /** Where it lies; another buffer once it has moved. */
    Buffer buffer() {
      return buffer;
    }

    /** Changes with its values. */
    long version() {
      return version;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread has the write lock
    void changed() {
      version++;
    }

    /** Its element type and shape. */
    public TensorType type() {
      return type;
    }

    /** The engine in whose memory it lies. */
    public Engine engine() {
      return engine;
    }

    /** Undoes {@link Variables#hold}. */
    public void release() {
      change(engine, lock, this::letGo);
    }

    private void letGo() {
      if (--holders == 0) {
        memory.close();
      }
    }
  }

  public Engine engine() {
    return engine;
  }

  /** The names, in the order of definition. */
  public synchronized List<String> names() {
    return List.copyOf(entries.keySet());
  }

  public synchronized boolean contains(String name) {
    return entries.containsKey(name);
  }

  public synchronized TensorType type(String name) {
    return entry(name).type;
  }

  /**
   * For whoever reads variables on a thread of their own, outside the engine's: until the lock that
   * is returned is unlocked, nobody changes, moves or frees them. Do not wait for the engine's
   * thread with it.
   */
  public Lock lockForReading() {
    return lock.lockForReading();
  }

  /** As {@link #lockForReading}, on the engine's thread to change, move or free variables. */
  Lock lockForWriting() {
    return lock.lockForWriting();
  }

  /** Changes variables on the engine's thread while nobody reads them. */
  private void change(Runnable work) {
    change(engine, lock, work);
  }

  private static void change(Engine engine, SharedLock lock, Runnable work) {
    engine.run(
        () -> {
          Lock held = lock.lockForWriting();
          try {
            work.run();
          } finally {
            held.unlock();
          }
        });
  }

  /** Adds a variable. */
  public void define(String name, TensorType type, float[] values) {
    requireSize(name, type, values);
    change(
        () -> {
          synchronized (this) {
            if (entries.containsKey(name)) {
              throw new LaminaException("the variable \"" + name + "\" is defined twice");
            }
            Layout plain = engine.plain(type);
            Memory memory = engine.allocate(plain.bytes());
            Entry entry = new Entry(engine, lock, type, memory, memory.slice(0, plain));
            entry.buffer.write(values, 0);
            entries.put(name, entry);
          }
        });
  }

  /**
   * One of these variables, for {@link #share}. It is held until it is released, whatever becomes
   * of these variables.
   */
  public Entry hold(String name) {
    return engine.call(
        () -> {
          Entry entry = entryOf(name);
          entry.holders++;
          return entry;
        });
  }

  /**
   * Has a variable of others among these too, under a name of its own. From now on whoever changes
   * one of these variables waits for the readers of both.
   *
   * @throws LaminaException if it is on another engine
   */
  public void share(String name, Entry entry) {
    if (entry.engine() != engine) {
      throw new LaminaException(
          "\"%s\" is also a weight of a model on the engine \"%s\"; set the same engine here, received \"%s\""
              .formatted(name, entry.engine().name(), engine.name()));
    }
    engine.run(
        () -> {
          lock.join(entry.lock);
          synchronized (this) {
            if (entries.putIfAbsent(name, entry) != null) {
              throw new LaminaException("the variable \"" + name + "\" is defined twice");
            }
            entry.holders++;
          }
        });
  }

  /** A copy of a variable's values, in row-major order. */
  public float[] get(String name) {
    return engine.call(
        () -> {
          synchronized (this) {
            Entry entry = entry(name);
            float[] values = new float[entry.type.shape().size()];
            if (entry.buffer.layout().isPlain()) {
              entry.buffer.read(values, 0);
            } else {
              Layout plain = engine.plain(entry.type);
              try (Memory host = engine.allocate(plain.bytes())) {
                Buffer buffer = host.slice(0, plain);
                copy(entry.buffer, buffer);
                buffer.read(values, 0);
              }
            }
            return values;
          }
        });
  }

  /** Replaces a variable's values. */
  public void set(String name, float[] values) {
    change(
        () -> {
          synchronized (this) {
            Entry entry = entry(name);
            requireSize(name, entry.type, values);
            if (entry.buffer.layout().isPlain()) {
              entry.buffer.write(values, 0);
            } else {
              Layout plain = engine.plain(entry.type);
              try (Memory host = engine.allocate(plain.bytes())) {
                Buffer buffer = host.slice(0, plain);
                buffer.write(values, 0);
                copy(buffer, entry.buffer);
              }
            }
            entry.changed();
          }
        });
  }

  /** Some variables, whose changes are asked for often and by many threads. */
  public static final class Watched {
    private final Entry[] entries;

    Watched(Entry[] entries) {
      this.entries = entries;
    }

    /** A number that grows when any of the variables changes, by plans or from outside. */
    public long changes() {
      long changes = 0;
      for (Entry entry : entries) {
        changes += entry.version;
      }
      return changes;
    }
  }

  /** Lets the changes of these variables be counted. */
  public Watched watch(List<String> names) {
    return new Watched(names.stream().map(this::entryOf).toArray(Entry[]::new));
  }

  /**
   * The first of these variables that holds NaN or an infinity, or null. Those that have not
   * changed since they were last found without are not looked at again.
   */
  public @Nullable String notFinite(List<String> names) {
    return engine.call(
        () -> {
          for (int i = 0; i < names.size(); i++) {
            if (!isFinite(names.get(i))) {
              return names.get(i);
            }
          }
          return null;
        });
  }

  /** Whether no element of a variable is NaN or infinite. Called on the engine's thread. */
  public synchronized boolean isFinite(String name) {
    Entry entry = entry(name);
    if (entry.finiteVersion != entry.version && entry.buffer.isFinite()) {
      entry.finiteVersion = entry.version;
    }
    return entry.finiteVersion == entry.version;
  }

  /** Removes variables, such as the slots of an optimizer no longer used. */
  public void remove(List<String> names) {
    change(
        () -> {
          synchronized (this) {
            for (String name : names) {
              Entry entry = entries.remove(name);
              if (entry != null) {
                removals++;
                entry.letGo();
              }
            }
          }
        });
  }

  private void copy(Buffer from, Buffer to) {
    try (Kernel kernel = engine.reorder(from.layout(), to.layout());
        Memory scratch = engine.allocate(Math.max(1, kernel.scratchBytes()));
        Step step =
            kernel.bind(List.of(from), List.of(to), scratch.scratch(0, kernel.scratchBytes()))) {
      step.run();
    }
  }

  // The planner's side, on the engine's thread.

  synchronized Layout layout(String name) {
    return entry(name).buffer.layout();
  }

  synchronized boolean isPinned(String name) {
    return entry(name).pinned;
  }

  synchronized Buffer buffer(String name) {
    return entry(name).buffer;
  }

  /** Keeps a variable in this layout from now on. Plans made before become stale if it moves. */
  void pin(String name, Layout layout) {
    change(() -> keep(name, layout));
  }

  private synchronized void keep(String name, Layout layout) {
    Entry entry = entry(name);
    entry.pinned = true;
    if (!entry.buffer.layout().equals(layout)) {
      Memory memory = engine.allocate(layout.bytes());
      Buffer buffer = memory.slice(0, layout);
      copy(entry.buffer, buffer);
      entry.memory.close();
      entry.memory = memory;
      entry.buffer = buffer;
    }
  }

  /** Counts the variables that were removed: plans made before may read memory that is freed. */
  int removals() {
    return removals;
  }

  /** A variable itself, for plans that look at it in each run. */
  synchronized Entry entryOf(String name) {
    return entry(name);
  }

  private Entry entry(String name) {
    @Nullable Entry entry = entries.get(name);
    if (entry == null) {
      throw new LaminaException(
          "there is no variable \"%s\"; there are: %s"
              .formatted(name, String.join(", ", entries.keySet())));
    }
    return entry;
  }

  private static void requireSize(String name, TensorType type, float[] values) {
    if (values.length != type.shape().size()) {
      throw new LaminaException(
          "%s: received %d values, expected %d (shape %s)"
              .formatted(name, values.length, type.shape().size(), type.shape()));
    }
  }

  /** Frees the memory; plans on these variables do not run any more. */
  @Override
  public void close() {
    remove(names());
  }
}
