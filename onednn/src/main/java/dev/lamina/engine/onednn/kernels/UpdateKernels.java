package dev.lamina.engine.onednn.kernels;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Requests;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import java.util.List;

/** Optimizer steps, in the layout in which the weights are kept. */
public final class UpdateKernels {
  /** From here on, oneDNN's calls cost less than copying to Java and back. */
  private static final int LARGE = 16_384;

  private final OneDnnRuntime runtime;

  /** Makes kernels for this runtime. */
  public UpdateKernels(OneDnnRuntime runtime) {
    this.runtime = runtime;
  }

  /** A kernel of {@link SgdUpdate}. */
  public Kernel sgd(SgdUpdate op, KernelRequest request) {
    return kernel(new Update.Sgd(op), request, 1);
  }

  /** A kernel of {@link RmsPropUpdate}. */
  public Kernel rmsProp(RmsPropUpdate op, KernelRequest request) {
    return kernel(new Update.RmsProp(op), request, 1);
  }

  /** A kernel of {@link AdamUpdate}. */
  public Kernel adam(AdamUpdate op, KernelRequest request) {
    Update.Adam update = new Update.Adam(op);
    return Requests.inputShape(request, 0).size() >= LARGE
        ? new AdamKernel(
            runtime,
            op,
            layout(update, request),
            Requests.plain(request, 2),
            Requests.plain(request, 3))
        : kernel(update, request, 2);
  }

  /** A kernel of {@link MovingAverage}. */
  public Kernel movingAverage(MovingAverage op, KernelRequest request) {
    return kernel(new Update.Average(op), request, 0);
  }

  private static Kernel kernel(Update update, KernelRequest request, int scalars) {
    List<OneDnnLayout> scalarLayouts =
        List.of(2, 3).subList(0, scalars).stream()
            .map(index -> Requests.plain(request, index))
            .toList();
    return new UpdateKernel(update, layout(update, request), scalarLayouts);
  }

  /** The weights' own layout, unless its padding would not stay zero. */
  private static OneDnnLayout layout(Update update, KernelRequest request) {
    OneDnnLayout layout = Requests.layout(request, 0);
    return layout.descriptor().isPadded() && !update.keepsZero()
        ? OneDnnLayout.plain(layout.type())
        : layout;
  }
}
