package dev.lamina.network;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as a layer of another. Its layers keep their identities, and with them their weights.
 *
 * <p>It has no ops of its own: {@link ForwardPass} calls the layers that it holds.
 */
public final class NestedNetwork extends Layer {
  private final String className;
  private final @Nullable String modelName;
  private Topology topology;

  /**
   * A model's structure as a layer.
   *
   * @param className how Keras calls this kind of model: Sequential or Functional
   * @param modelName the name that the model was given; null lets an outer model make one
   */
  public NestedNetwork(String className, @Nullable String modelName, Topology topology) {
    this.className = className;
    this.modelName = modelName;
    this.topology = topology;
  }

  /** The structure. */
  public Topology topology() {
    return topology;
  }

  /** Keras's name for this kind of model: Sequential or Functional. */
  public String className() {
    return className;
  }

  /** The name that the model was given, which its name in an outer model is then. */
  public @Nullable String modelName() {
    return modelName;
  }

  /** The same layer with a structure of the same layers, such as under another dtype policy. */
  public NestedNetwork withTopology(Topology changed) {
    NestedNetwork copy = (NestedNetwork) sameLayer();
    copy.topology = changed;
    return copy;
  }

  @Override
  public List<Shape> outputShapes(List<Shape> inputs) {
    List<Shape> expected = topology.inputs().stream().map(Topology.Port::shape).toList();
    if (!inputs.equals(expected)) {
      throw new ShapeException(
          "the model is called on %s, expected %s".formatted(inputs, expected));
    }
    return topology.outputs().stream().map(Topology.Port::shape).toList();
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    throw new IllegalStateException("the layers of a nested model are called one by one");
  }

  @Override
  public String purpose() {
    return "A model of its own, used as a layer.";
  }

  /** Names the class; the layers themselves are written by those who write files. */
  @Override
  public Config config() {
    return modelName == null ? Config.of(className) : Config.of(className).with("name", modelName);
  }
}
