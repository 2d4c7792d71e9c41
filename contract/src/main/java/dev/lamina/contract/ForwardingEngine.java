package dev.lamina.contract;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.ir.DType;
import dev.lamina.ir.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An engine that passes on to another what it is asked, to be watched or changed by a subclass.
 *
 * <p>Every kernel goes through {@link #kernel(KernelRequest)}: the other engine's groups of ops
 * ({@link Engine#kernel(dev.lamina.engine.KernelGroup)}) and its engine for small work ({@link
 * Engine#solo}) are not passed on, as they would go round the subclass.
 *
 * <pre>{@code
 * Engine withoutSoftmax =
 *     new ForwardingEngine(engine) {
 *       @Override
 *       public Optional<Kernel> kernel(KernelRequest request) {
 *         return request.op() instanceof ChannelSoftmax ? Optional.empty() : super.kernel(request);
 *       }
 *     };
 * }</pre>
 */
public abstract class ForwardingEngine implements Engine {
  private final Engine engine;

  /**
   * An engine in front of another.
   *
   * @param engine does the work; stays open when this engine is closed
   */
  protected ForwardingEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String description() {
    return engine.description();
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

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    return engine.kernel(request);
  }

  @Override
  public Kernel reorder(Layout from, Layout to) {
    return engine.reorder(from, to);
  }

  @Override
  public Memory allocate(long bytes) {
    return engine.allocate(bytes);
  }

  @Override
  public long allocatedBytes() {
    return engine.allocatedBytes();
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return engine.call(work);
  }

  /** Leaves the other engine open. */
  @Override
  public final void close() {}
}
