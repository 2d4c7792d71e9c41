package dev.lamina.testkit;

import dev.lamina.autodiff.Gradients;
import dev.lamina.constraints.Constraint;
import dev.lamina.initializers.Initializer;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.Layer;
import dev.lamina.regularizers.Regularizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The graph of one layer alone. Its input is called {@code input}, further ones {@code input.1},
 * {@code input.2} and so on, the step {@code step}; weights have their own names.
 *
 * <pre>{@code
 * LayerGraph dense = LayerGraph.of(new Dense(3), Shape.of(2, 4), true);
 * Graph graph = dense.backward(); // gives output, gradient.input, gradient.kernel, gradient.bias
 * }</pre>
 */
public final class LayerGraph implements CallContext {
  public static final String INPUT = "input";
  public static final String OUTPUT = "output";

  /** The sum of the penalties on the weights, a scalar, where there are any. */
  public static final String PENALTY = "penalty";

  public static final String STEP = "step";

  /** What is fed to {@link #backward} as the gradient of the output. */
  public static final String UPSTREAM = "upstream";

  /** The start of a gradient's name, before that of the weight or {@link #INPUT}. */
  public static final String GRADIENT = "gradient.";

  /** The seed given to layers that have none. */
  private static final int SEED = 1;

  private final GraphBuilder graph = new GraphBuilder();
  private final Layer layer;
  private final boolean training;
  private final List<Weight> weights = new ArrayList<>();
  private final Map<Value, Regularizer> regularizers = new LinkedHashMap<>();
  private final List<Value> inputs = new ArrayList<>();
  private final Value output;
  private @Nullable Value step;

  /** A weight that the layer asked for. */
  public record Weight(Value value, Initializer initializer, boolean trainable) {
    public String name() {
      return value.name();
    }

    public Shape shape() {
      return value.shape();
    }
  }

  private LayerGraph(Layer layer, List<Shape> inputShapes, boolean training) {
    this.layer = layer;
    this.training = training;
    for (Shape shape : inputShapes) {
      inputs.add(graph.input(input(inputs.size()), TensorType.of(shape)));
    }
    output = layer.call(this, List.copyOf(inputs));
    graph.output(OUTPUT, output);
  }

  /** The layer called on an input of this shape, batch included. */
  public static LayerGraph of(Layer layer, Shape input, boolean training) {
    return of(layer, List.of(input), training);
  }

  /** The layer called on several inputs of these shapes, batch included. */
  public static LayerGraph of(Layer layer, List<Shape> inputs, boolean training) {
    return new LayerGraph(layer, inputs, training);
  }

  /** The name of an input, counted from 0. */
  public static String input(int index) {
    return index == 0 ? INPUT : INPUT + "." + index;
  }

  public Shape outputShape() {
    return output.shape();
  }

  /** In the order in which the layer asked for them. */
  public List<Weight> weights() {
    return List.copyOf(weights);
  }

  /** With the output {@link #OUTPUT}. */
  public Graph forward() {
    return graph.build();
  }

  /**
   * As {@link #forward}, and the gradients of all inputs and all trainable weights; of these with
   * the gradients of their penalties.
   */
  public Graph backward() {
    GraphBuilder extended = new GraphBuilder(graph.build());
    Value upstream = extended.input(UPSTREAM, output.type());
    List<Value> wanted =
        Stream.concat(
                inputs.stream(), weights.stream().filter(Weight::trainable).map(Weight::value))
            .toList();
    Map<Value, Value> gradients = new HashMap<>(Map.of(output, upstream));
    regularizers.entrySet().stream()
        .map(each -> each.getValue().penalty(extended, each.getKey()))
        .reduce(extended::plus)
        .ifPresent(
            penalty -> {
              extended.output(PENALTY, penalty);
              gradients.put(penalty, extended.scalar(1));
            });
    Gradients.of(extended, gradients, wanted)
        .forEach((value, gradient) -> extended.output(GRADIENT + value.name(), gradient));
    return extended.build();
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
    throw new UnsupportedOperationException("losses that layers add are not compared");
  }

  @Override
  public Value weight(
      String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
    Value weight = variable(name, shape, initializer, layer.isTrainable());
    if (layer.isTrainable() && regularizer != null) {
      regularizers.put(weight, regularizer);
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
    // No optimizer makes a step here.
  }

  @Override
  public Value state(String name, Shape shape, Initializer initializer) {
    return variable(name, shape, initializer, false);
  }

  private Value variable(String name, Shape shape, Initializer initializer, boolean trainable) {
    Value value = graph.variable(name, TensorType.of(shape));
    weights.add(new Weight(value, initializer, trainable));
    return value;
  }

  @Override
  public void update(Value state, Value newValue) {
    graph.update(state, newValue);
  }

  @Override
  public Value step() {
    if (step == null) {
      step = graph.input(STEP, new TensorType(DType.INT32, Shape.scalar()));
    }
    return step;
  }

  @Override
  public int seed(@Nullable Long layerSeed) {
    return seedOf(layerSeed);
  }

  static int seedOf(@Nullable Long layerSeed) {
    return layerSeed == null ? SEED : layerSeed.hashCode();
  }
}
