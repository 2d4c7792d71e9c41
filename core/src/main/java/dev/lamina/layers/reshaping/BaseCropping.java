package dev.lamina.layers.reshaping;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Margins;
import dev.lamina.layers.arguments.Spatial;
import java.util.List;

/**
 * What layers share that cut the edges off their inputs.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseCropping<L extends BaseCropping<L>> extends FluentLayer<L>
    permits Cropping1D, Cropping2D, Cropping3D {
  private final String className;
  private final int axes;
  private final Margins cropping;

  BaseCropping(String className, int axes, Margins cropping) {
    this.className = className;
    this.axes = axes;
    this.cropping = cropping;
  }

  /** What a config says of the edges. */
  static Margins argument(ConfigReader config, int axes) {
    config.only("data_format", "channels_last");
    return Margins.argument(config, "cropping", axes, axes == 1 ? 1 : 0);
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = Spatial.require(single(inputs), axes);
    Shape kept = x.shape();
    for (int axis = 1; axis <= axes; axis++) {
      long size =
          (long) x.shape().dim(axis)
              - cropping.beforeAll().get(axis)
              - cropping.afterAll().get(axis);
      if (size < 1) {
        throw new ShapeException(
            "cropping=%s leaves nothing of samples of %s; crop less than their size along each axis"
                .formatted(cropping.toList(), x.shape().sample()));
      }
      kept = kept.with(axis, (int) size);
    }
    return context.graph().slice(x, cropping.beforeAll(), kept);
  }

  @Override
  public final String purpose() {
    return "Cuts the edges off the %s.".formatted(Spatial.thing(axes));
  }

  @Override
  public final Config config() {
    Config config = baseConfig(className).with("cropping", cropping.toList());
    return axes == 1 ? config : config.with("data_format", "channels_last");
  }
}
