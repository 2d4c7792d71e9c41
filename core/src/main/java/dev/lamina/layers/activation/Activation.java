package dev.lamina.layers.activation;

import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;

/**
 * An activation function as a layer of its own; the shape stays.
 *
 * <pre>{@code
 * new Sequential(new Conv2D(32, 3).useBias(false), new BatchNormalization(), new Activation("relu"));
 * }</pre>
 */
public final class Activation extends FluentLayer<Activation> {
  private final dev.lamina.activations.Activation function;

  /**
   * The activation of this name.
   *
   * @param name see {@link Activations#get}
   */
  public Activation(String name) {
    this(Activations.get(name));
  }

  public Activation(dev.lamina.activations.Activation function) {
    this.function = function;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return function.apply(context.graph(), single(inputs));
  }

  @Override
  public String purpose() {
    return "Applies %s to every value: without bends, layers would collapse into a single one."
        .formatted(function.config().className());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Activation from(ConfigReader config) {
    return new Activation(Activations.argument(config, "activation"));
  }

  @Override
  public Config config() {
    return baseConfig("Activation").with("activation", Activations.serialize(function));
  }
}
