package dev.lamina.layers.activation;

import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
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
public final class Activation extends FluentLayer<Activation>
    implements dev.lamina.activations.Activation {
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
    return apply(context.graph(), single(inputs));
  }

  /** As an activation of another layer; a policy of this layer's own holds here too. */
  @Override
  public Value apply(GraphBuilder graph, Value input) {
    return function.apply(graph, asOwnType(graph, input));
  }

  @Override
  public String purpose() {
    return "Applies %s to every value: without bends, layers would collapse into a single one."
        .formatted(function.config().className());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Activation from(ConfigReader config) {
    return new Activation(ActivationArgument.read(config, "activation"));
  }

  @Override
  public Config config() {
    return baseConfig("Activation").with("activation", Activations.serialize(function));
  }
}
