package dev.lamina.layers;

import dev.lamina.constraints.Constraint;
import dev.lamina.initializers.Initializer;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.regularizers.Regularizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a layer be called for the shapes of its results alone. */
final class ShapeContext implements CallContext {
  private final GraphBuilder graph = new GraphBuilder();
  private final Layer layer;
  private final Map<String, Value> weights = new HashMap<>();

  ShapeContext(Layer layer) {
    this.layer = layer;
  }

  /** A batch of one sample of each shape. */
  List<Value> inputs(List<Shape> samples) {
    List<Value> inputs = new ArrayList<>();
    for (Shape sample : samples) {
      inputs.add(graph.input("x" + inputs.size(), TensorType.of(sample.batched(1))));
    }
    return inputs;
  }

  @Override
  public GraphBuilder graph() {
    return graph;
  }

  @Override
  public boolean training() {
    return false;
  }

  @Override
  public boolean trainable() {
    return layer.isTrainable();
  }

  @Override
  public Value weight(
      String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
    return weights.computeIfAbsent(
        name, key -> graph.variable("weight/" + key, TensorType.of(shape)));
  }

  @Override
  public Value float32Weight(
      String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
    return weight(name, shape, initializer, regularizer);
  }

  @Override
  public void constrain(String name, Constraint constraint) {}

  @Override
  public Value state(String name, Shape shape, Initializer initializer) {
    return weight(name, shape, initializer);
  }

  @Override
  public void update(Value state, Value newValue) {}

  @Override
  public void addLoss(Value loss) {}

  @Override
  public Value step() {
    throw new IllegalStateException("there is no step outside of training");
  }

  @Override
  public int seed(@Nullable Long layerSeed) {
    return 0;
  }
}
