package dev.lamina.contract;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Operand;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An engine that keeps a list of the kernels it was asked for, but for mere casts. */
final class KernelRecorder extends ForwardingEngine {
  private final List<UsedKernel> used = new ArrayList<>();

  KernelRecorder(Engine engine) {
    super(engine);
  }

  /** The kernels since the last call of this. */
  List<UsedKernel> take() {
    List<UsedKernel> taken = List.copyOf(used);
    used.clear();
    return taken;
  }

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    Optional<Kernel> kernel = super.kernel(request);
    if (!(request.op() instanceof Cast) && kernel.isPresent()) {
      List<TensorType> inputs = request.inputs().stream().map(Operand::type).toList();
      used.add(new UsedKernel(request.op(), inputs, kernel.get().description()));
    }
    return kernel;
  }
}
