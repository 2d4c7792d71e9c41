package dev.lamina.layers;

import dev.lamina.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One use of a layer on symbolic tensors: what a model's graph is made of. Each is itself; two
 * calls of one layer on the same tensors are two.
 *
 * <pre>{@code
 * Call call = new Dense(10).apply(Input.of(28)).call();
 * }</pre>
 */
public final class Call {
  private static final AtomicLong COUNT = new AtomicLong();

  private final long number = COUNT.getAndIncrement();
  private final Layer layer;
  private final boolean inference;
  private final List<SymbolicTensor> inputs;
  private final List<SymbolicTensor> outputs;

  /**
   * Calls a layer.
   *
   * @throws dev.lamina.ShapeException if the layer does not fit the inputs' shapes
   */
  public Call(Layer layer, List<SymbolicTensor> inputs) {
    this(layer, inputs, false);
  }

  /**
   * Calls a layer.
   *
   * @param inference whether the layer does in training what it does otherwise, as with Keras's
   *     {@code training=False}
   * @throws dev.lamina.ShapeException if the layer does not fit the inputs' shapes
   */
  public Call(Layer layer, List<SymbolicTensor> inputs, boolean inference) {
    this.layer = layer;
    this.inference = inference;
    this.inputs = List.copyOf(inputs);
    List<SymbolicTensor> made = new ArrayList<>();
    for (Shape shape : layer.outputShapes(inputs.stream().map(SymbolicTensor::shape).toList())) {
      made.add(new SymbolicTensor(this, made.size(), shape));
    }
    outputs = List.copyOf(made);
  }

  /** Which of all calls this is: later ones have higher numbers. */
  public long number() {
    return number;
  }

  /** The layer. */
  public Layer layer() {
    return layer;
  }

  /** Whether the layer does in training what it does otherwise. */
  public boolean isInference() {
    return inference;
  }

  /** What it is called on; nothing for an {@link Input}. */
  public List<SymbolicTensor> inputs() {
    return inputs;
  }

  /** What it gives; one tensor for all layers but nested models. */
  public List<SymbolicTensor> outputs() {
    return outputs;
  }

  /** For people: the layer. */
  @Override
  public String toString() {
    return layer.toString();
  }
}
