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
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that plans share and keep between runs: weights, moving averages, optimizer slots,
 * counts. They lie in an engine's memory, in the layout in which the first plan that changes them
 * wants them; reading and writing from outside reorders once.
 */
public final class Variables implements AutoCloseable {
  private final Engine engine;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private volatile int layoutVersion;
  private volatile long changes;

  public Variables(Engine engine) {
    this.engine = engine;
  }

  private static final class Entry {
    final TensorType type;
    Memory memory;
    Buffer buffer;
    boolean pinned;
    long version;
    long finiteVersion = -1; // the last in which all elements were seen to be finite

    Entry(TensorType type, Memory memory, Buffer buffer) {
      this.type = type;
      this.memory = memory;
      this.buffer = buffer;
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
   * Held by whoever reads variables on a thread of their own, outside the engine's: as long as it
   * is, nobody changes, moves or frees them. Do not wait for the engine's thread with it.
   */
  public Lock readLock() {
    return lock.readLock();
  }

  /** Held on the engine's thread while variables change, move or are freed. */
  Lock writeLock() {
    return lock.writeLock();
  }

  /** Changes variables on the engine's thread while nobody reads them. */
  private void change(Runnable work) {
    engine.run(
        () -> {
          lock.writeLock().lock();
          try {
            work.run();
          } finally {
            lock.writeLock().unlock();
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
            Entry entry = new Entry(type, memory, memory.slice(0, plain));
            entry.buffer.write(values, 0);
            entries.put(name, entry);
            changes++;
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
            entry.version++;
            changes++;
          }
        });
  }

  /** Counts the changes of any variable, by plans and from outside. */
  public long changes() {
    return changes;
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
                entry.memory.close();
                layoutVersion++;
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
      layoutVersion++;
    }
  }

  /** Changes whenever a variable moved, so that buffers bound before are gone. */
  int layoutVersion() {
    return layoutVersion;
  }

  synchronized long version(String name) {
    return entry(name).version;
  }

  synchronized void changed(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      entry(names.get(i)).version++;
    }
    changes++;
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
