package dev.lamina.testkit;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Step;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The reference engine with one fault, which the contract must find. */
final class FaultyEngine implements Engine {
  private final ReferenceEngine engine;
  private final BiFunction<KernelRequest, Kernel, Optional<Kernel>> fault;

  /**
   * @param fault what becomes of each kernel
   */
  FaultyEngine(ReferenceEngine engine, BiFunction<KernelRequest, Kernel, Optional<Kernel>> fault) {
    this.engine = engine;
    this.fault = fault;
  }

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    return engine.kernel(request).flatMap(kernel -> fault.apply(request, kernel));
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public String description() {
    return "faulty on purpose";
  }

  @Override
  public Layout plain(TensorType type) {
    return engine.plain(type);
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

  /** A kernel that does what another does, and then something more. */
  abstract static class Wrapped implements Kernel {
    final Kernel kernel;

    Wrapped(Kernel kernel) {
      this.kernel = kernel;
    }

    abstract void afterRun(List<Buffer> inputs, List<Buffer> outputs);

    @Override
    public List<Layout> inputs() {
      return kernel.inputs();
    }

    @Override
    public List<Layout> outputs() {
      return kernel.outputs();
    }

    @Override
    public int inPlace(int output) {
      return kernel.inPlace(output);
    }

    @Override
    public String description() {
      return "faulty " + kernel.description();
    }

    @Override
    public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
      Step step = kernel.bind(inputs, outputs, scratch);
      return () -> {
        step.run();
        afterRun(inputs, outputs);
      };
    }
  }
}
