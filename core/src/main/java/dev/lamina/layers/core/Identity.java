package dev.lamina.layers.core;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;

/**
 * Passes its input on as it is, of whatever shape.
 *
 * <pre>{@code
 * new Identity();
 * }</pre>
 */
public final class Identity extends FluentLayer<Identity> {
  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return single(inputs);
  }

  @Override
  public String purpose() {
    return "Does nothing: it keeps a place where a layer could be.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Identity from(ConfigReader config) {
    return new Identity();
  }

  @Override
  public Config config() {
    return baseConfig("Identity");
  }
}
