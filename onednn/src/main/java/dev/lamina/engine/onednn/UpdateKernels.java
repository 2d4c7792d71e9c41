package dev.lamina.engine.onednn;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.ir.AdamStep;
import dev.lamina.ir.MovingAverage;
import dev.lamina.ir.RmsPropStep;
import dev.lamina.ir.SgdStep;
import java.util.List;

/** Optimizer steps, in the layout in which the weights are kept. */
final class UpdateKernels {
  private UpdateKernels() {}

  static Kernel sgd(SgdStep op, KernelRequest request) {
    return kernel(new Update.Sgd(op), request, 1);
  }

  static Kernel rmsProp(RmsPropStep op, KernelRequest request) {
    return kernel(new Update.RmsProp(op), request, 1);
  }

  static Kernel adam(AdamStep op, KernelRequest request) {
    return kernel(new Update.Adam(op), request, 2);
  }

  static Kernel movingAverage(MovingAverage op, KernelRequest request) {
    return kernel(new Update.Average(op), request, 0);
  }

  private static Kernel kernel(Update update, KernelRequest request, int scalars) {
    OneDnnLayout layout = Requests.layout(request, 0);
    if (layout.descriptor().isPadded() && !update.keepsZero()) {
      layout = OneDnnLayout.plain(layout.type());
    }
    List<OneDnnLayout> scalarLayouts =
        List.of(2, 3).subList(0, scalars).stream()
            .map(index -> Requests.plain(request, index))
            .toList();
    return new UpdateKernel(update, layout, scalarLayouts);
  }
}
