package dev.lamina.models;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.ir.TensorType;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The reference engine, counting the kernels that are asked of it: none if nothing is planned. Not
 * a {@code ForwardingEngine}, whose module needs this one.
 */
final class CountingEngine implements Engine {
  private final Engine engine = Engines.named("reference");
  private int kernels;

  int kernels() {
    return kernels;
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
  public Layout plain(TensorType type) {
    return engine.plain(type);
  }

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    kernels++;
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
  public <T> T call(Supplier<T> work) {
    return engine.call(work);
  }

  @Override
  public void close() {
    engine.close();
  }
}
