package dev.lamina.network;

import dev.lamina.layers.Layer;
import java.util.List;

/**
 * One use of a layer in a {@link Topology}.
 *
 * @param name the layer's unique name in the model, and the start of its weights' names
 * @param inputs indices of tensors: first the model's inputs, then the results of the calls in
 *     order
 */
public record LayerCall(Layer layer, String name, List<Integer> inputs) {
  public LayerCall {
    inputs = List.copyOf(inputs);
  }
}
