package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelGroup;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.onednn.natives.EngineThread;
import dev.lamina.engine.onednn.natives.InstructionSet;
import dev.lamina.engine.onednn.natives.NativeLibrary;
import dev.lamina.engine.onednn.primitives.NativeMemory;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.threads.CallerMode;
import dev.lamina.engine.onednn.threads.Denormals;
import dev.lamina.engine.onednn.threads.OpenMp;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Threads;
import dev.lamina.ir.DType;
import dev.lamina.ir.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_version_t;
import org.jspecify.annotations.Nullable;

/** The engine on oneDNN's CPU primitives. */
final class OneDnnEngine implements Engine {
  static final String NAME = "onednn";

  private final EngineThread thread = new EngineThread("lamina-onednn");
  private final OneDnnRuntime runtime;
  private final @Nullable OpenMpTeam team;
  private final KernelFactories factories;
  private final Threads threads;
  private final @Nullable SoloEngine solo;

  /**
   * Loads oneDNN and starts the engine's thread.
   *
   * @param threads how many threads to compute with
   * @param inChunks whether the team does convolutions by tiles, and ops together, chunk by chunk
   */
  OneDnnEngine(Threads threads, boolean inChunks) {
    NativeLibrary.load();
    Runnable usual = Denormals.repeater();
    int inEffect =
        thread.call(
            () -> {
              // Before the first parallel work: the helpers that it starts inherit it.
              Denormals.flush();
              return OpenMp.apply(threads);
            });
    this.threads = inEffect == threads.used() ? threads : Threads.exactly(inEffect);
    runtime = thread.call(OneDnnRuntime::new);
    team = thread.call(() -> OpenMpTeam.create(inEffect)).orElse(null);
    factories = new KernelFactories(runtime, team, inChunks);
    solo =
        CallerMode.create(thread.call(Denormals::repeater), usual)
            .map(mode -> new SoloEngine(this, runtime, mode))
            .orElse(null);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String toString() {
    return description();
  }

  @Override
  public String description() {
    dnnl_version_t version = dnnl_version();
    return "oneDNN %d.%d.%d, %s, %s"
        .formatted(
            version.major(), version.minor(), version.patch(), InstructionSet.name(), threads);
  }

  @Override
  public Map<String, String> details() {
    return Libraries.describe(threads.used());
  }

  @Override
  public Layout plain(TensorType type) {
    return OneDnnLayout.plain(type);
  }

  @Override
  public Optional<String> whyNot(DType dtype) {
    return dtype == DType.BFLOAT16 ? InstructionSet.whyNoBfloat16() : Optional.empty();
  }

  @Override
  public Optional<Kernel> kernel(KernelRequest request) {
    return call(() -> factories.create(request));
  }

  @Override
  public boolean isGroupable(KernelRequest request) {
    return factories.isGroupable(request);
  }

  @Override
  public Optional<Kernel> kernel(KernelGroup group) {
    return call(() -> factories.create(group));
  }

  @Override
  public Kernel reorder(Layout from, Layout to) {
    return call(() -> factories.reorder(OneDnnLayout.cast(from), OneDnnLayout.cast(to)));
  }

  @Override
  public Memory allocate(long bytes) {
    return new NativeMemory(bytes);
  }

  @Override
  public long allocatedBytes() {
    return NativeMemory.everAllocatedBytes();
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return thread.call(work);
  }

  @Override
  public Optional<Engine> solo() {
    return Optional.ofNullable(solo);
  }

  @Override
  public void close() {
    thread.call(
        () -> {
          if (team != null) {
            team.close();
          }
          runtime.close();
          return true;
        });
    thread.close();
  }
}
