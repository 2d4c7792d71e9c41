package dev.lamina.layers.reshaping;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Sizes;
import dev.lamina.layers.arguments.Spatial;
import java.util.List;

/**
 * What layers share that enlarge their inputs by whole factors.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseUpSampling<L extends BaseUpSampling<L>> extends FluentLayer<L>
    permits UpSampling1D, UpSampling2D, UpSampling3D {
  private final Sizes size;

  BaseUpSampling(int axes, int... size) {
    this.size = Sizes.of("size", axes, size);
  }

  final Sizes size() {
    return size;
  }

  /** How new places are found. */
  Interpolation interpolation() {
    return Interpolation.NEAREST;
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = Spatial.require(single(inputs), size.values().size());
    return size.isAboveOne()
        ? context.graph().add(new Resampling(size.values(), interpolation()), x)
        : x;
  }

  @Override
  public final String purpose() {
    return "Makes the %s larger, as decoders do on their way back to the full size."
        .formatted(Spatial.thing(size.values().size()));
  }
}
