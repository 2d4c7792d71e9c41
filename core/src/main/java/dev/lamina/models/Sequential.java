package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.layers.Call;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerCopies;
import dev.lamina.layers.LayerIdentity;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.network.LayerNames;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Topology;
import dev.lamina.network.TopologyBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  private final Set<LayerIdentity> added = new HashSet<>();
  private final @Nullable String name;
  private @Nullable SymbolicTensor input;
  private @Nullable SymbolicTensor output;
  private @Nullable DTypePolicy policy;
  private @Nullable Topology topology;
  private @Nullable NestedNetwork asLayer;

  /** Stacks these layers; more can follow with {@link #add(Layer)}. */
  public Sequential(Layer... layers) {
    this(null, List.of(layers));
  }

  /** As {@link #Sequential(Layer...)}, with a name. */
  public Sequential(String name, Layer... layers) {
    this(name, List.of(layers));
  }

  private Sequential(@Nullable String name, List<Layer> layers) {
    this.name = name;
    layers.forEach(this::add);
  }

  /** Puts a model on top, as a layer that keeps its weights. */
  public Sequential add(Model model) {
    requireOpen();
    model.requireOpen();
    return add(model.asLayer());
  }

  /**
   * Puts a layer on top. The same layer in another model has the same weights there; put on twice
   * here it is two layers, as names are unique.
   *
   * @throws ShapeException if the layer does not fit what is below it
   * @throws LaminaException if the model is in use already
   */
  public Sequential add(Layer layer) {
    requireOpen();
    runtime().requireNoWeights("the stack of layers");
    if (layer instanceof Input && !layers.isEmpty()) {
      throw new LaminaException("Input must be the first layer of a Sequential model");
    }
    Layer next = added.contains(layer.identity()) ? LayerCopies.another(layer) : layer;
    List<Layer> grown = new ArrayList<>(layers);
    grown.add(next);
    new LayerNames(grown); // names must be unique
    SymbolicTensor top = output;
    if (layers.isEmpty() && next.inputShape() != null) {
      input = next instanceof Input first ? first.tensor() : new Input(next.inputShape()).tensor();
      top = input;
    }
    if (top != null && !(next instanceof Input)) {
      top = call(next, top, grown);
    }
    runtime().hold(next);
    layers.add(next);
    added.add(next.identity());
    output = top;
    topology = null;
    asLayer = null;
    return this;
  }

  private static SymbolicTensor call(Layer layer, SymbolicTensor below, List<Layer> stack) {
    try {
      return new Call(layer, List.of(below)).outputs().get(0);
    } catch (ShapeException e) {
      throw e.at(new LayerNames(stack).of(layer));
    }
  }

  @Override
  public String name() {
    requireOpen();
    return name == null ? "sequential" : name;
  }

  /** The layers as they were given, with the model's dtype policy; without Input. */
  @Override
  public List<Layer> layers() {
    requireOpen();
    return layers.stream()
        .filter(layer -> !(layer instanceof Input))
        .map(layer -> policy == null ? layer : Topology.withPolicy(layer, policy))
        .toList();
  }

  @Override
  List<SymbolicTensor> symbolicInputs() {
    topology(); // it is complete
    return List.of(Objects.requireNonNull(input));
  }

  @Override
  List<SymbolicTensor> symbolicOutputs() {
    topology(); // it is complete
    return List.of(Objects.requireNonNull(output));
  }

  @Override
  NestedNetwork asLayer() {
    if (asLayer == null) {
      asLayer = new NestedNetwork("Sequential", name, topology());
    }
    return asLayer;
  }

  @Override
  void useDTypePolicy(DTypePolicy given) {
    policy = given;
    topology = null;
    asLayer = null;
  }

  @Override
  public Topology topology() {
    requireOpen();
    if (topology == null) {
      if (input == null || output == null) {
        throw new ShapeException(
            layers.isEmpty()
                ? "the model has no layers"
                : "the model's input shape is not known; begin with new Input(height, width,"
                    + " channels), or give the first layer inputShape(height, width, channels)");
      }
      Topology built = TopologyBuilder.of(List.of(input), List.of(output));
      topology = policy == null ? built : built.withPolicy(policy);
    }
    return topology;
  }
}
