package dev.lamina.network;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.initializers.Initializer;
import dev.lamina.ir.DType;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Layer;
import dev.lamina.regularizers.Regularizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a topology's layers on a graph, and keeps what they ask for and give. */
public final class ForwardPass {
  /** The name of the graph's input. */
  public static final String INPUT = "x";

  /** The name of the input with the training step's number. */
  public static final String STEP = "step";

  private final GraphBuilder graph = new GraphBuilder();
  private final List<LayerCall> calls;
  private final boolean training;
  private final long seed;
  private final Map<String, WeightSpec> weights = new LinkedHashMap<>();
  private final Map<String, Layer> owners = new HashMap<>();
  private final Map<Value, Regularizer> regularizers = new LinkedHashMap<>();
  private final List<Value> results = new ArrayList<>();
  private final List<Integer> nodeCounts = new ArrayList<>();
  private final Value input;
  private final Value output;
  private @Nullable Value step;

  /** Calls all layers on a batch of {@code batch} samples. */
  public ForwardPass(Topology topology, int batch, boolean training, long seed) {
    this.calls = topology.calls();
    this.training = training;
    this.seed = seed;
    List<Value> tensors = new ArrayList<>();
    input = graph.input(INPUT, TensorType.of(topology.input().batched(batch)));
    tensors.add(input);
    nodeCounts.add(0);
    for (LayerCall call : topology.calls()) {
      Value result = call(call, call.inputs().stream().map(tensors::get).toList());
      tensors.add(result);
      results.add(result);
      nodeCounts.add(graph.nodes().size());
    }
    output = graph.cast(tensors.get(topology.output()), DType.FLOAT32);
  }

  private Value call(LayerCall call, List<Value> inputs) {
    try {
      DType dtype = computeDType(call);
      return call.layer()
          .call(new Context(call), inputs.stream().map(input -> graph.cast(input, dtype)).toList());
    } catch (ShapeException e) {
      throw e.at(call.name());
    }
  }

  private static DType computeDType(LayerCall call) {
    DTypePolicy policy = call.layer().dtypePolicy();
    return (policy == null ? DTypePolicy.FLOAT32 : policy).computeDType();
  }

  /** The graph so far; more can be added. */
  public GraphBuilder graph() {
    return graph;
  }

  /** The layers' calls, in order. */
  public List<LayerCall> calls() {
    return calls;
  }

  /** The batch of samples. */
  public Value input() {
    return input;
  }

  /** The result, in float32. */
  public Value output() {
    return output;
  }

  /** The nodes that a call has added, in order. */
  public List<Node> nodesOf(int call) {
    return graph.nodes().subList(nodeCounts.get(call), nodeCounts.get(call + 1));
  }

  /** The result of each call, in order. */
  public List<Value> results() {
    return results;
  }

  /** The weights in the order in which the layers asked for them. */
  public List<WeightSpec> weights() {
    return List.copyOf(weights.values());
  }

  /** Those of {@link #weights} that the optimizer changes. */
  public List<WeightSpec> trainableWeights() {
    return weights.values().stream().filter(WeightSpec::trainable).toList();
  }

  /**
   * Adds the penalties on trainable weights, scalars of float32 for the loss to add, each weight's
   * once. They come behind the layers' nodes; a graph that predicts needs none.
   */
  public List<Value> penalties() {
    List<Value> penalties = new ArrayList<>();
    regularizers.forEach(
        (weight, regularizer) -> penalties.add(regularizer.penalty(graph, weight)));
    return penalties;
  }

  /** Those of {@link #weights} that a call's layer asked for. */
  public List<WeightSpec> weightsOf(LayerCall call) {
    return weights.values().stream()
        .filter(weight -> call.layer() == owners.get(weight.name()))
        .toList();
  }

  /** The number of the training step, an input of the graph. */
  public Value step() {
    if (step == null) {
      step = graph.input(STEP, new TensorType(DType.INT32, Shape.scalar()));
    }
    return step;
  }

  private final class Context implements CallContext {
    private final LayerCall call;

    Context(LayerCall call) {
      this.call = call;
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
    public Value weight(
        String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
      return graph.cast(float32Weight(name, shape, initializer, regularizer), computeDType(call));
    }

    @Override
    public Value float32Weight(
        String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
      boolean trainable = call.layer().isTrainable();
      Value value = ask(name, shape, initializer, trainable);
      if (trainable && regularizer != null) {
        regularizers.put(value, regularizer);
      }
      return value;
    }

    @Override
    public Value state(String name, Shape shape, Initializer initializer) {
      return ask(name, shape, initializer, false);
    }

    private Value ask(String name, Shape shape, Initializer initializer, boolean trainable) {
      String path = call.name() + "/" + name;
      WeightSpec known = weights.get(path);
      if (known != null) {
        if (owners.get(path) != call.layer() || !known.shape().equals(shape)) {
          throw new LaminaException("the weight \"" + path + "\" is asked for twice");
        }
        return known.value();
      }
      Value value = graph.variable(path, TensorType.of(shape));
      weights.put(path, new WeightSpec(path, shape, initializer, trainable, value));
      owners.put(path, call.layer());
      return value;
    }

    @Override
    public void update(Value state, Value newValue) {
      graph.update(state, newValue);
    }

    @Override
    public Value step() {
      return ForwardPass.this.step();
    }

    @Override
    public int seed(@Nullable Long layerSeed) {
      return Seeds.mix(layerSeed != null ? layerSeed : Seeds.of(seed, call.name()));
    }
  }
}
