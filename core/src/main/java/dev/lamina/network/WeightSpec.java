package dev.lamina.network;

import dev.lamina.initializers.Initializer;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.LayerIdentity;
import java.util.List;

/**
 * A weight that a layer asked for.
 *
 * @param name the layer's name, a slash and the weight's, such as {@code conv2d/kernel}; in a
 *     nested model after the model's name, such as {@code encoder/conv2d/kernel}
 * @param owner the layer
 * @param part the layer's own name for it, such as {@code kernel}
 * @param trainable whether the optimizer changes it
 */
public record WeightSpec(
    String name,
    LayerIdentity owner,
    String part,
    Shape shape,
    Initializer initializer,
    boolean trainable,
    Value value) {
  /** How many numbers these weights are. */
  public static long count(List<WeightSpec> weights) {
    return weights.stream().mapToLong(weight -> weight.shape().size()).sum();
  }
}
