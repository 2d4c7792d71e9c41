package dev.lamina.engine.reference;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Step;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The engine that defines every op, by plain loops. Numbers are kept as doubles, 8 bytes each; in
 * float precision each op's results are rounded to float once. {@link #call} runs work in the
 * calling thread, one caller at a time, so the engine has no thread of its own and closing it does
 * nothing.
 *
 * <pre>{@code
 * Engine engine = ReferenceEngine.float64(); // for gradient checks
 * Engine shared = Engines.named("reference"); // float, as users get it
 * }</pre>
 */
public final class ReferenceEngine implements Engine {
  private final Precision precision;
  private final ReentrantLock lock = new ReentrantLock();

  private ReferenceEngine(Precision precision) {
    this.precision = precision;
  }

  /** An engine whose results are floats, as those of the fast engines are. */
  public static ReferenceEngine float32() {
    return new ReferenceEngine(Precision.FLOAT);
  }

  /** An engine whose results are doubles. */
  public static ReferenceEngine float64() {
    return new ReferenceEngine(Precision.DOUBLE);
  }

  @Override
  public String name() {
    return ReferenceEngineProvider.NAME;
  }

  @Override
  public String description() {
    return "plain Java, " + (precision == Precision.FLOAT ? "float" : "double") + ", 1 thread";
  }

  @Override
  public String toString() {
    return description();
  }

  @Override
  public Layout plain(TensorType type) {
    return ReferenceLayout.plain(type);
  }

  @Override
  public Optional<String> whyNot(DType dtype) {
    return precision == Precision.DOUBLE && dtype == DType.BFLOAT16
        ? Optional.of("it keeps all numbers as doubles and rounds none")
        : Optional.empty();
  }

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    return Optional.of(kernel(request.op(), request));
  }

  @SuppressWarnings("unchecked") // an op's class is that of its type parameter
  private <O extends Op> Kernel kernel(O op, KernelRequest request) {
    return new ReferenceKernel<>(op, KernelTable.row((Class<O>) op.getClass()), request, precision);
  }

  /** A copy, from one real element type to another where they differ. */
  @Override
  public Kernel reorder(Layout from, Layout to) {
    if (!(from instanceof ReferenceLayout) || !(from.equals(to) || isCast(from, to))) {
      throw new IllegalArgumentException("cannot copy %s to %s".formatted(from, to));
    }
    return new CopyKernel(from, to);
  }

  private static boolean isCast(Layout from, Layout to) {
    return to instanceof ReferenceLayout
        && from.type().dtype().isReal()
        && to.type().dtype().isReal()
        && from.type().shape().equals(to.type().shape());
  }

  @Override
  public Memory allocate(long bytes) {
    return new HeapMemory(bytes, precision);
  }

  @Override
  public <T> T call(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {}

  private record CopyKernel(Layout from, Layout to) implements Kernel {
    @Override
    public List<Layout> inputs() {
      return List.of(from);
    }

    @Override
    public List<Layout> outputs() {
      return List.of(to);
    }

    @Override
    public String description() {
      return "reference copy";
    }

    @Override
    public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
      return ElementKernels.copy((Array) inputs.get(0), (Array) outputs.get(0));
    }
  }
}
