package dev.lamina.examples;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import java.util.List;

/**
 * A block of layers as one layer: weighs the channels of an image by what the whole image holds (Hu
 * et al., 2018). The shape stays.
 */
public final class SqueezeExcite extends FluentLayer<SqueezeExcite> {
  private final int ratio;

  /**
   * A block with a bottleneck.
   *
   * @param ratio by how much the inner dense layer has fewer units than there are channels
   */
  public SqueezeExcite(int ratio) {
    this.ratio = ratio;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value image = single(inputs);
    int channels = image.shape().dim(-1);
    Value pooled = context.call("squeeze", new GlobalAveragePooling2D(), image);
    Value inner = context.call("reduce", new Dense(channels / ratio).activation("relu"), pooled);
    Value gate = context.call("excite", new Dense(channels).activation("sigmoid"), inner);
    Shape onePixel = Shape.of(image.shape().dim(0), 1, 1, channels);
    return context.graph().times(image, context.graph().reshape(gate, onePixel));
  }

  /** Makes the layer that a file names; give it to {@code LoadOptions.customObject}. */
  public static SqueezeExcite from(ConfigReader config) {
    return new SqueezeExcite(config.integer("ratio"));
  }

  @Override
  public Config config() {
    return baseConfig("SqueezeExcite").with("ratio", ratio);
  }
}
