package dev.lamina.testkit;

import dev.lamina.contract.ForwardingEngine;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.reference.ReferenceEngine;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The reference engine with one fault, which the contract must find. */
final class FaultyEngine extends ForwardingEngine {
  private final BiFunction<KernelRequest, Kernel, Optional<Kernel>> fault;

  /**
   * @param fault what becomes of each kernel
   */
  FaultyEngine(ReferenceEngine engine, BiFunction<KernelRequest, Kernel, Optional<Kernel>> fault) {
    super(engine);
    this.fault = fault;
  }

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    return super.kernel(request).flatMap(kernel -> fault.apply(request, kernel));
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public String description() {
    return "faulty on purpose";
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
