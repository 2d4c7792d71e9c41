package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.threads.CallerMode;
import dev.lamina.ir.DType;
import dev.lamina.ir.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * oneDNN on whatever thread calls it, alone. For small work this is faster than the engine's own
 * thread and its team: nobody is woken or waited for, and as many calls run at once as there are
 * callers.
 *
 * <p>The calling thread belongs to somebody else. It computes with one OpenMP thread and with
 * denormals as 0 while it is here, and as before afterwards.
 */
final class SoloEngine implements Engine {
  private final OneDnnEngine engine;
  private final KernelFactories factories;
  private final CallerMode mode;

  /**
   * Shares an engine's memory and handles.
   *
   * @param engine outlives this one
   */
  SoloEngine(OneDnnEngine engine, OneDnnRuntime runtime, CallerMode mode) {
    this.engine = engine;
    this.mode = mode;
    factories = new KernelFactories(runtime, null, false);
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String description() {
    return engine.description() + ", on the caller's thread";
  }

  @Override
  public Map<String, String> details() {
    return engine.details();
  }

  @Override
  public Layout plain(TensorType type) {
    return engine.plain(type);
  }

  @Override
  public Optional<String> whyNot(DType dtype) {
    return engine.whyNot(dtype);
  }

  // Families of kernels may keep what they have made: one caller at a time.

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    synchronized (factories) {
      return factories.create(request);
    }
  }

  @Override
  public Kernel reorder(Layout from, Layout to) {
    synchronized (factories) {
      return factories.reorder(OneDnnLayout.cast(from), OneDnnLayout.cast(to));
    }
  }

  @Override
  public Memory allocate(long bytes) {
    return engine.allocate(bytes);
  }

  @Override
  public long allocatedBytes() {
    return engine.allocatedBytes();
  }

  /** Runs {@code work} on this thread, now. */
  @Override
  public <T> T call(Supplier<T> work) {
    mode.enter();
    try {
      return work.get();
    } finally {
      mode.leave();
    }
  }

  @Override
  public void close() {}
}
