package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.execution.ModelRuntime;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Call;
import dev.lamina.layers.Layer;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Network;
import dev.lamina.network.Topology;
import java.util.List;

/**
 * The structure of a {@link Model}: its layers, inputs and outputs, and itself as a layer of
 * others.
 *
 * <pre>{@code
 * Model features = Model.of(base.input(), base.layer("block5_pool").output());
 * SymbolicTensor left = tower.apply(a); // a model is a layer
 * base.setTrainable(false);
 * }</pre>
 */
public abstract class LayeredNetwork implements AutoCloseable {
  private final ModelRuntime runtime = new ModelRuntime(new Network(this::topology));

  /** For this package's kinds of model. */
  LayeredNetwork() {}

  /** What runs this model. */
  final ModelRuntime runtime() {
    return runtime;
  }

  /** The structure, complete and with known inputs, for file formats and reports. */
  public abstract Topology topology();

  /** The tensors that the model was built from, or would be. */
  abstract List<SymbolicTensor> symbolicInputs();

  /** The tensors that the model was built to, or would be. */
  abstract List<SymbolicTensor> symbolicOutputs();

  /** The model as a layer of another, the same one each time. */
  abstract NestedNetwork asLayer();

  /** The name shown in the summary. */
  public abstract String name();

  /** The layers, each once, with the model's dtype policy; without Input. */
  public abstract List<Layer> layers();

  // The graph.

  /**
   * The input as a tensor from which other models can be built, with the same layers and weights.
   *
   * <pre>{@code
   * Model features = Model.of(base.input(), base.layer("block5_pool").output());
   * }</pre>
   *
   * @throws LaminaException if there are several
   */
  public final SymbolicTensor input() {
    return only("inputs", inputs());
  }

  /** The inputs, as {@link #input}. */
  public final List<SymbolicTensor> inputs() {
    requireOpen();
    return symbolicInputs();
  }

  /**
   * The output, as {@link #input}.
   *
   * @throws LaminaException if there are several
   */
  public final SymbolicTensor output() {
    return only("outputs", outputs());
  }

  /** The outputs, as {@link #input}. */
  public final List<SymbolicTensor> outputs() {
    requireOpen();
    return symbolicOutputs();
  }

  private static SymbolicTensor only(String what, List<SymbolicTensor> tensors) {
    if (tensors.size() != 1) {
      throw new LaminaException(
          "the model has %d %s; use %s()".formatted(tensors.size(), what, what));
    }
    return tensors.get(0);
  }

  /**
   * Uses the model as a layer of one that is being built. It keeps its weights: training one trains
   * the other.
   *
   * <pre>{@code
   * SymbolicTensor left = tower.apply(a);
   * SymbolicTensor right = tower.apply(b);
   * }</pre>
   *
   * @throws ShapeException if the inputs' shapes are not those of the model's inputs
   * @throws LaminaException if the model has several outputs
   */
  public final SymbolicTensor apply(SymbolicTensor... inputs) {
    requireOpen();
    return only("outputs", applyAll(List.of(inputs)));
  }

  /** As {@link #apply}, for a model with any number of outputs. */
  public final List<SymbolicTensor> applyAll(List<SymbolicTensor> inputs) {
    requireOpen();
    return new Call(asLayer(), inputs).outputs();
  }

  /**
   * As {@link #applyAll}, in a call that does in training what it does otherwise: batch
   * normalization keeps its moving averages, dropout drops nothing. Keras's {@code training=False},
   * which its guide to fine-tuning advises for the model that is built upon.
   */
  public final List<SymbolicTensor> applyForInference(List<SymbolicTensor> inputs) {
    requireOpen();
    return new Call(asLayer(), inputs, true).outputs();
  }

  /**
   * A layer of this model by its name.
   *
   * @throws LaminaException listing the names if there is none
   */
  public final LayerView layer(String name) {
    requireOpen();
    return LayerView.of(runtime.network().topology(), name, symbolicOutputs());
  }

  /**
   * Says whether the optimizer is to change the weights of all layers, those of nested models too.
   * It counts from the next {@code compile} on, as in Keras, and for all models that have these
   * layers; single ones are told by {@code layer(name).setTrainable(...)}.
   */
  public final void setTrainable(boolean trainable) {
    requireOpen();
    layers().forEach(layer -> LayerView.setTrainable(layer, trainable));
  }

  /** The shapes of one sample of each input. */
  public final List<Shape> inputShapes() {
    requireOpen();
    return runtime.network().inputs();
  }

  /** The shapes of one sample of each output. */
  public final List<Shape> outputShapes() {
    requireOpen();
    return runtime.network().outputs();
  }

  /** The names of the inputs: those of their {@link dev.lamina.layers.Input} layers. */
  public final List<String> inputNames() {
    requireOpen();
    return runtime.network().topology().inputs().stream().map(Topology.Port::name).toList();
  }

  /** The names of the outputs: those of the layers that give them. */
  public final List<String> outputNames() {
    requireOpen();
    return runtime.network().topology().outputs().stream().map(Topology.Port::name).toList();
  }

  /**
   * The shape of one sample of the input.
   *
   * @throws LaminaException if there are several inputs
   */
  public final Shape inputShape() {
    requireOpen();
    return runtime.network().input();
  }

  /**
   * The shape of one sample of the output.
   *
   * @throws LaminaException if there are several outputs
   */
  public final Shape outputShape() {
    requireOpen();
    return runtime.network().output();
  }

  /** The unique names of the layers, in order; weights' names begin with them. */
  public final List<String> layerNames() {
    requireOpen();
    return runtime.network().layerNames();
  }

  // Closing.

  /**
   * Frees plans and weights. A closed model is not used again: every other method says that it is
   * closed, with a {@link LaminaException}.
   */
  @Override
  public final void close() {
    runtime.close();
  }

  /** For people, such as {@code "sequential", 14 layers, 28x28x1 to 10}; also of a closed model. */
  @Override
  public final String toString() {
    return runtime.isClosed() ? "a closed model" : Summary.line(this);
  }

  /** Every public method begins with this, but for {@link #close} and {@link #toString}. */
  final void requireOpen() {
    runtime.requireOpen();
  }
}
