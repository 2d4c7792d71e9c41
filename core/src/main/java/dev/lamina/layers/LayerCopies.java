package dev.lamina.layers;

import dev.lamina.config.ConfigReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies of any layer, for those who read and build models; a layer's own withers are for people.
 *
 * <pre>{@code
 * Layer copy = LayerCopies.withPolicy(new Dense(10), DTypePolicy.of("mixed_bfloat16"));
 * }</pre>
 */
public final class LayerCopies {
  private LayerCopies() {}

  /** The layer with what a config says of every layer: name, dtype, whether it is trainable. */
  public static Layer configured(Layer layer, ConfigReader config) {
    return layer.withBaseConfig(config);
  }

  /** The same layer, computing in these numbers; Input computes nothing. */
  public static Layer withPolicy(Layer layer, DTypePolicy policy) {
    if (layer instanceof Input) {
      return layer;
    }
    Layer copy = layer.duplicate();
    copy.setDTypePolicy(policy);
    return copy;
  }

  /** Another layer with the same arguments, and weights of its own. */
  public static Layer another(Layer layer) {
    Layer copy = layer.duplicate();
    copy.renewIdentity();
    return copy;
  }

  /**
   * The same layer of a file without arguments that only training needs; see {@link Layer#leftOut}.
   */
  public static Layer withLeftOut(Layer layer, Map<String, Object> leftOut) {
    Layer copy = layer.duplicate();
    copy.setLeftOut(Collections.unmodifiableMap(new LinkedHashMap<>(leftOut)));
    return copy;
  }
}
