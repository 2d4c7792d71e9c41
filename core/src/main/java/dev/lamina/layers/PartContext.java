package dev.lamina.layers;

import dev.lamina.constraints.Constraint;
import dev.lamina.initializers.Initializer;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;

/** What a part of a layer is given: all that the layer is, with the part's name before weights. */
record PartContext(CallContext whole, String name) implements CallContext {
  private String path(String weight) {
    return name + "/" + weight;
  }

  @Override
  public GraphBuilder graph() {
    return whole.graph();
  }

  @Override
  public boolean training() {
    return whole.training();
  }

  @Override
  public boolean trainable() {
    return whole.trainable();
  }

  @Override
  public void addLoss(Value loss) {
    whole.addLoss(loss);
  }

  @Override
  public Value weight(
      String weight, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
    return whole.weight(path(weight), shape, initializer, regularizer);
  }

  @Override
  public Value float32Weight(
      String weight, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
    return whole.float32Weight(path(weight), shape, initializer, regularizer);
  }

  @Override
  public void constrain(String weight, Constraint constraint) {
    whole.constrain(path(weight), constraint);
  }

  @Override
  public Value state(String state, Shape shape, Initializer initializer) {
    return whole.state(path(state), shape, initializer);
  }

  @Override
  public void update(Value state, Value newValue) {
    whole.update(state, newValue);
  }

  @Override
  public Value step() {
    return whole.step();
  }

  /** Another number for each part, so that no two drop the same. */
  @Override
  public int seed(@Nullable Long layerSeed) {
    return whole.seed(layerSeed) ^ name.hashCode();
  }
}
