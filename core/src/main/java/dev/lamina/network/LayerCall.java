package dev.lamina.network;

import dev.lamina.layers.Layer;
import java.util.List;

/**
 * One use of a layer in a {@link Topology}. A layer that is used twice has two calls of one name.
 *
 * @param name the layer's unique name in the model
 * @param inputs the tensors that it is called on
 * @param inference whether it does in training what it does otherwise
 */
public record LayerCall(Layer layer, String name, List<Integer> inputs, boolean inference) {
  public LayerCall {
    inputs = List.copyOf(inputs);
  }

  /** How many tensors it gives. */
  public int outputs() {
    return layer instanceof NestedNetwork nested ? nested.topology().outputs().size() : 1;
  }
}
