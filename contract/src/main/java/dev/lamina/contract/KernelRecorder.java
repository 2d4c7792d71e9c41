package dev.lamina.contract;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Operand;
import dev.lamina.ir.DType;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An engine that keeps a list of the kernels it was asked for, but for mere casts. */
final class KernelRecorder implements Engine {
  private final Engine engine;
  private final List<UsedKernel> used = new ArrayList<>();

  KernelRecorder(Engine engine) {
    this.engine = engine;
  }

  /** The kernels since the last call of this. */
  List<UsedKernel> take() {
    List<UsedKernel> taken = List.copyOf(used);
    used.clear();
    return taken;
  }

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    Optional<Kernel> kernel = engine.kernel(request);
    if (!(request.op() instanceof Cast) && kernel.isPresent()) {
      List<TensorType> inputs = request.inputs().stream().map(Operand::type).toList();
      used.add(new UsedKernel(request.op(), inputs, kernel.get().description()));
    }
    return kernel;
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
  public Optional<String> whyNot(DType dtype) {
    return engine.whyNot(dtype);
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

  /** Leaves the engine open, which is another's. */
  @Override
  public void close() {}
}
