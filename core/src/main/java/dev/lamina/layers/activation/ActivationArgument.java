package dev.lamina.layers.activation;

import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerCopies;
import java.util.Map;
import java.util.function.Function;

/**
 * The activation that another layer has as an argument. As in Keras, a layer that computes one
 * ({@link ReLU}, {@link LeakyReLU}, {@link ELU}, {@link Softmax}, {@link Activation}) may stand for
 * it.
 *
 * <pre>{@code
 * new Dense(10).activation(ActivationArgument.read(config, "activation"));
 * }</pre>
 */
public final class ActivationArgument {
  private static final Map<String, Function<ConfigReader, Layer>> LAYERS =
      Map.of(
          "Activation", Activation::from,
          "ELU", ELU::from,
          "LeakyReLU", LeakyReLU::from,
          "ReLU", ReLU::from,
          "Softmax", Softmax::from);

  private ActivationArgument() {}

  /** The argument of this name: the name of a function, a config, or absent for linear. */
  public static dev.lamina.activations.Activation read(ConfigReader reader, String name) {
    if (!(reader.value(name) instanceof Config config) || !LAYERS.containsKey(config.className())) {
      return Activations.argument(reader, name);
    }
    ConfigReader inner = reader.inner(config);
    Layer layer = LayerCopies.configured(inner.make(Layer.class, LAYERS), inner);
    inner.finish();
    return (dev.lamina.activations.Activation) layer;
  }
}
