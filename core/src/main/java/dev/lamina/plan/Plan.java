package dev.lamina.plan;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A graph made ready for one engine: a fixed list of steps over one block of memory. Used inside
 * {@link dev.lamina.engine.Engine#call} only; where that is the caller's thread, by one thread at a
 * time that holds the variables' {@linkplain Variables#lockForReading lock}. Running allocates
 * nothing.
 */
public final class Plan implements AutoCloseable {
  private final Variables variables;
  private final Map<String, Buffer> inputs;
  private final Map<String, Buffer> outputs;
  private final Step[] prologue;
  private final Step[] body;
  private final List<PlanStep> description;
  private final List<Kernel> kernels;
  private final Variables.Entry[] bound;
  private final Buffer[] boundTo;
  private final int removals;
  private final Variables.Entry[] prologueVariables;
  private final Variables.Entry[] updated;
  private final Memory arena;
  private long prologueVersion = -1;
  private boolean closed;

  Plan(
      Variables variables,
      Map<String, Buffer> inputs,
      Map<String, Buffer> outputs,
      List<Step> prologue,
      List<Step> body,
      List<PlanStep> description,
      List<Kernel> kernels,
      List<String> boundVariables,
      List<String> prologueVariables,
      List<String> updated,
      Memory arena) {
    this.variables = variables;
    this.inputs = Map.copyOf(inputs);
    this.outputs = Map.copyOf(outputs);
    this.prologue = prologue.toArray(new Step[0]);
    this.body = body.toArray(new Step[0]);
    this.description = List.copyOf(description);
    this.kernels = List.copyOf(kernels);
    bound = entries(boundVariables);
    boundTo = new Buffer[bound.length];
    Arrays.setAll(boundTo, i -> bound[i].buffer());
    removals = variables.removals();
    this.prologueVariables = entries(prologueVariables);
    this.updated = entries(updated);
    this.arena = arena;
  }

  private Variables.Entry[] entries(List<String> names) {
    return names.stream().map(variables::entryOf).toArray(Variables.Entry[]::new);
  }

  /** Where to write the graph's input of this name before a run. */
  public Buffer input(String name) {
    return find(inputs, name, "input");
  }

  /** Where to write the graph's inputs. */
  public List<Buffer> inputs() {
    return List.copyOf(inputs.values());
  }

  /** Where to read the graph's output of this name after a run. */
  public Buffer output(String name) {
    return find(outputs, name, "output");
  }

  private static Buffer find(Map<String, Buffer> buffers, String name, String what) {
    Buffer buffer = buffers.get(name);
    if (buffer == null) {
      throw new LaminaException(
          "the plan has no %s \"%s\"; it has %s".formatted(what, name, buffers.keySet()));
    }
    return buffer;
  }

  /** Whether the variables still are where this plan reads them. */
  public boolean isCurrent() {
    if (closed || removals != variables.removals()) {
      return false;
    }
    for (int i = 0; i < bound.length; i++) {
      if (bound[i].buffer() != boundTo[i]) {
        return false;
      }
    }
    return true;
  }

  /** Runs every step once. */
  public void run() {
    run(null);
  }

  /**
   * As {@link #run()}.
   *
   * @param nanoseconds is told how long each step took, in the order of {@link #steps()}; may be
   *     null
   */
  public void run(@Nullable LongConsumer nanoseconds) {
    if (updated.length == 0) {
      runSteps(nanoseconds);
      return;
    }
    Lock held = variables.lockForWriting();
    try {
      runSteps(nanoseconds);
      for (Variables.Entry variable : updated) {
        variable.changed();
      }
    } finally {
      held.unlock();
    }
  }

  private void runSteps(@Nullable LongConsumer nanoseconds) {
    prepare();
    for (Step step : body) {
      if (nanoseconds == null) {
        step.run();
      } else {
        long start = System.nanoTime();
        step.run();
        nanoseconds.accept(System.nanoTime() - start);
      }
    }
  }

  private void prepare() {
    if (!isCurrent()) {
      throw new IllegalStateException(
          closed ? "the plan is closed" : "the plan is stale: its variables have moved");
    }
    long version = 0;
    for (Variables.Entry variable : prologueVariables) {
      version += variable.version();
    }
    if (version != prologueVersion) {
      for (Step step : prologue) {
        step.run();
      }
      prologueVersion = version;
    }
  }

  /** The steps of every run. */
  public List<PlanStep> steps() {
    return description;
  }

  /** The size of the plan's memory, without the variables. */
  public long arenaBytes() {
    return arena.bytes();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (Step step : prologue) {
        step.close();
      }
      for (Step step : body) {
        step.close();
      }
      kernels.forEach(Kernel::close);
      arena.close();
    }
  }
}
