package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.Layers;
import dev.lamina.network.LayerCall;
import dev.lamina.network.LayerNames;
import dev.lamina.network.Topology;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack of layers, each reading what the one before gives: the simplest form of a model.
 *
 * <pre>{@code
 * var model = new Sequential(
 *     new Input(28, 28, 1),
 *     new Conv2D(32, 3).padding("same").activation("relu"),
 *     new MaxPool2D(2),
 *     new Flatten(),
 *     new Dense(10).activation("softmax"));
 * }</pre>
 */
public final class Sequential extends Model {
  private final List<Layer> layers = new ArrayList<>();
  private final String name;
  private @Nullable DTypePolicy policy;
  private @Nullable Topology topology;

  /** Stacks these layers; more can follow with {@link #add}. */
  public Sequential(Layer... layers) {
    this("sequential", layers);
  }

  /** As {@link #Sequential(Layer...)}, with a name. */
  public Sequential(String name, Layer... layers) {
    this.name = name;
    for (Layer layer : layers) {
      add(layer);
    }
  }

  /**
   * Puts a layer on top.
   *
   * @throws ShapeException if the layer does not fit what is below it
   * @throws LaminaException if the model is in use already
   */
  public Sequential add(Layer layer) {
    requireOpen();
    if (layer instanceof Input && !layers.isEmpty()) {
      throw new LaminaException("Input must be the first layer of a Sequential model");
    }
    layers.add(layer);
    topology = null;
    if (inputShapeOrNull() != null) {
      try {
        runtime().network().inference();
      } catch (RuntimeException e) {
        layers.remove(layers.size() - 1);
        topology = null;
        throw e;
      }
    }
    return this;
  }

  @Override
  public String name() {
    requireOpen();
    return name;
  }

  /** The layers as they were given, with the model's dtype policy; without Input. */
  public List<Layer> layers() {
    requireOpen();
    return layers.stream()
        .filter(layer -> !(layer instanceof Input))
        .map(this::withPolicy)
        .toList();
  }

  private Layer withPolicy(Layer layer) {
    return policy == null || layer.dtypePolicy() != null ? layer : Layers.withPolicy(layer, policy);
  }

  private @Nullable Shape inputShapeOrNull() {
    return layers.isEmpty() ? null : layers.get(0).inputShape();
  }

  @Override
  void useDTypePolicy(DTypePolicy given) {
    policy = given;
    topology = null;
  }

  @Override
  Topology topology() {
    if (topology == null) {
      Shape input = inputShapeOrNull();
      if (input == null) {
        throw new ShapeException(
            layers.isEmpty()
                ? "the model has no layers"
                : "the model's input shape is not known; begin with new Input(height, width,"
                    + " channels), or give the first layer inputShape(height, width, channels)");
      }
      LayerNames names = new LayerNames();
      List<LayerCall> calls = new ArrayList<>();
      for (Layer layer : layers()) {
        calls.add(new LayerCall(layer, names.next(layer), List.of(calls.size())));
      }
      topology = new Topology(input, calls, calls.size());
    }
    return topology;
  }
}
