package dev.lamina.layers;

import dev.lamina.constraints.Constraint;
import dev.lamina.initializers.Initializer;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.regularizers.Regularizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls one layer alone and notes what it asks for. */
final class LayerProbe implements CallContext {
  static final int SEED = 7;

  private final GraphBuilder graph = new GraphBuilder();
  private final Layer layer;
  private final boolean training;
  private final List<String> asked = new ArrayList<>();
  private final Value output;
  private final Graph built;

  private LayerProbe(Layer layer, boolean training, int... input) {
    this.layer = layer;
    this.training = training;
    Value x = graph.input("x", TensorType.of(input));
    output = layer.call(this, List.of(x));
    graph.output("y", output);
    built = GraphVerifier.verify(graph.build());
  }

  static LayerProbe inference(Layer layer, int... input) {
    return new LayerProbe(layer, false, input);
  }

  static LayerProbe training(Layer layer, int... input) {
    return new LayerProbe(layer, true, input);
  }

  Shape output() {
    return output.shape();
  }

  /** Such as {@code weight kernel 3x3x1x32 GlorotUniform}, in order. */
  List<String> asked() {
    return asked;
  }

  List<Op> ops() {
    return built.nodes().stream().map(Node::op).toList();
  }

  @Override
  public GraphBuilder graph() {
    return graph;
  }

  @Override
  public boolean training() {
    return training;
  }

  @Override
  public boolean trainable() {
    return layer.isTrainable();
  }

  @Override
  public void addLoss(Value loss) {
    asked.add("loss " + loss.shape());
  }

  @Override
  public Value weight(
      String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
    Value weight = variable("weight", name, shape, initializer);
    if (regularizer != null) {
      asked.add("penalty %s %s".formatted(name, regularizer));
    }
    return weight;
  }

  @Override
  public Value float32Weight(
      String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
    return weight(name, shape, initializer, regularizer);
  }

  @Override
  public void constrain(String name, Constraint constraint) {
    asked.add("constraint %s %s".formatted(name, constraint));
  }

  @Override
  public Value state(String name, Shape shape, Initializer initializer) {
    return variable("state", name, shape, initializer);
  }

  private Value variable(String kind, String name, Shape shape, Initializer initializer) {
    asked.add("%s %s %s %s".formatted(kind, name, shape, initializer.config().className()));
    return graph.variable(name, TensorType.of(shape));
  }

  @Override
  public void update(Value state, Value newValue) {
    asked.add("update " + state.name());
    graph.update(state, newValue);
  }

  @Override
  public Value step() {
    return graph.input("step", new TensorType(DType.INT32, Shape.scalar()));
  }

  @Override
  public int seed(@Nullable Long layerSeed) {
    return layerSeed == null ? SEED : Math.toIntExact(layerSeed);
  }
}
