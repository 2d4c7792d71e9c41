package dev.lamina.network;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.constraints.Constraint;
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
import dev.lamina.layers.LayerIdentity;
import dev.lamina.network.Topology.NamedLayer;
import dev.lamina.network.Topology.Port;
import dev.lamina.regularizers.Regularizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls a topology's layers on a graph, and keeps what they ask for and give. */
public final class ForwardPass {
  /** The name of the input with the training step's number. */
  public static final String STEP = "step";

  private final GraphBuilder graph = new GraphBuilder();
  private final Topology topology;
  private final boolean training;
  private final long seed;
  private final Set<LayerIdentity> frozen;
  private final Map<LayerIdentity, Map<String, WeightSpec>> weights = new HashMap<>();
  private final Map<LayerIdentity, Integer> timesCalled = new HashMap<>();
  private final StateUpdates states = new StateUpdates();
  private final Map<Value, Regularizer> regularizers = new LinkedHashMap<>();
  private final Map<Value, Constraint> constraints = new HashMap<>();
  private final List<Value> losses = new ArrayList<>();
  private final List<Value> results = new ArrayList<>();
  private final List<Integer> nodeCounts = new ArrayList<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<WeightSpec> ordered = new ArrayList<>();
  private @Nullable Value step;

  /**
   * Calls all layers, those of nested models too, on a batch of {@code batch} samples.
   *
   * @param frozen the layers whose weights the optimizer leaves alone
   */
  public ForwardPass(
      Topology structure, int batch, boolean training, long seed, Set<LayerIdentity> frozen) {
    topology = structure.flat();
    this.training = training;
    this.seed = seed;
    this.frozen = frozen;
    for (Port port : topology.inputs()) {
      inputs.add(graph.input(inputName(inputs.size()), TensorType.of(port.shape().batched(batch))));
    }
    nodeCounts.add(0);
    List<Value> tensors = new ArrayList<>(inputs);
    for (LayerCall call : topology.calls()) {
      Value result = call(call, call.inputs().stream().map(tensors::get).toList());
      tensors.add(result);
      results.add(result);
      nodeCounts.add(graph.nodes().size());
    }
    for (Port port : topology.outputs()) {
      outputs.add(graph.cast(tensors.get(port.tensor()), DType.FLOAT32));
    }
    states.addTo(graph);
    addWeights(structure, new HashSet<>());
  }

  /** The name of the graph's input that stands for one of the model's, counted from 0. */
  public static String inputName(int input) {
    return input == 0 ? "x" : "x" + input;
  }

  private Value call(LayerCall call, List<Value> given) {
    try {
      DType dtype = computeDType(call.layer());
      return call.layer()
          .call(new Context(call), given.stream().map(input -> graph.cast(input, dtype)).toList());
    } catch (ShapeException e) {
      throw e.at(call.name());
    }
  }

  private static DType computeDType(Layer layer) {
    DTypePolicy policy = layer.dtypePolicy();
    return (policy == null ? DTypePolicy.FLOAT32 : policy).computeDType();
  }

  /** Lists the weights layer by layer, as Keras does, which is not always the order of calls. */
  private void addWeights(Topology of, Set<LayerIdentity> seen) {
    for (NamedLayer each : of.layers()) {
      if (each.layer() instanceof NestedNetwork nested) {
        addWeights(nested.topology(), seen);
      } else if (seen.add(each.layer().identity())) {
        ordered.addAll(weights.getOrDefault(each.layer().identity(), Map.of()).values());
      }
    }
  }

  /** The graph so far; more can be added. */
  public GraphBuilder graph() {
    return graph;
  }

  /** What was called: the structure {@linkplain Topology#flat without nested models}. */
  public Topology topology() {
    return topology;
  }

  /** The batches of samples, one for each of the model's inputs. */
  public List<Value> inputs() {
    return inputs;
  }

  /** The results, in float32. */
  public List<Value> outputs() {
    return outputs;
  }

  /** Scalars that layers have added to what training minimizes. */
  public List<Value> losses() {
    return losses;
  }

  /** The nodes that a call has added, in order. */
  public List<Node> nodesOf(int call) {
    return graph.nodes().subList(nodeCounts.get(call), nodeCounts.get(call + 1));
  }

  /** The result of each call of {@link #topology}, in order. */
  public List<Value> results() {
    return results;
  }

  /** The weights, layer by layer, and of each layer in the order in which it asked for them. */
  public List<WeightSpec> weights() {
    return ordered;
  }

  /** Those of {@link #weights} that the optimizer changes. */
  public List<WeightSpec> trainableWeights() {
    return ordered.stream().filter(WeightSpec::trainable).toList();
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

  /** What holds for a weight after each training step; null for nothing. */
  public @Nullable Constraint constraint(Value weight) {
    return constraints.get(weight);
  }

  /** Those of {@link #weights} that a layer, or a nested model's layers, asked for. */
  public List<WeightSpec> weightsOf(Layer layer) {
    Set<LayerIdentity> owners = new HashSet<>();
    if (layer instanceof NestedNetwork nested) {
      nested.topology().allLayers().forEach(inner -> owners.add(inner.identity()));
    } else {
      owners.add(layer.identity());
    }
    return ordered.stream().filter(weight -> owners.contains(weight.owner())).toList();
  }

  /** The number of the training step, an input of the graph. */
  public Value step() {
    if (step == null) {
      step = graph.input(STEP, new TensorType(DType.INT32, Shape.scalar()));
    }
    return step;
  }

  private final class Context implements CallContext {
    private final Layer layer;
    private final String path;
    private final boolean inTraining;
    private final int time; // how often the layer was called before

    Context(LayerCall call) {
      layer = call.layer();
      path = call.name();
      inTraining = training && !call.inference();
      time = timesCalled.merge(layer.identity(), 1, Integer::sum) - 1;
    }

    @Override
    public GraphBuilder graph() {
      return graph;
    }

    @Override
    public boolean training() {
      return inTraining;
    }

    @Override
    public boolean trainable() {
      return !frozen.contains(layer.identity());
    }

    @Override
    public Value weight(
        String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
      return graph.cast(float32Weight(name, shape, initializer, regularizer), computeDType(layer));
    }

    @Override
    public Value float32Weight(
        String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
      Value value = ask(name, shape, initializer, trainable()).value();
      if (trainable() && regularizer != null) {
        regularizers.put(value, regularizer);
      }
      return value;
    }

    @Override
    public void constrain(String name, Constraint constraint) {
      WeightSpec weight = weights.getOrDefault(layer.identity(), Map.of()).get(name);
      if (weight == null) {
        throw new LaminaException(
            "a constraint is set on the weight \"%s\", which the layer \"%s\" has not asked for; ask for it first"
                .formatted(name, path));
      }
      if (weight.trainable()) {
        constraints.put(weight.value(), constraint);
      }
    }

    @Override
    public Value state(String name, Shape shape, Initializer initializer) {
      return states.current(ask(name, shape, initializer, false).value());
    }

    private WeightSpec ask(String name, Shape shape, Initializer initializer, boolean trainable) {
      Map<String, WeightSpec> own =
          weights.computeIfAbsent(layer.identity(), key -> new LinkedHashMap<>());
      WeightSpec known = own.get(name);
      if (known == null) {
        String full = path + "/" + name;
        Value value = graph.variable(full, TensorType.of(shape));
        known = new WeightSpec(full, layer.identity(), name, shape, initializer, trainable, value);
        own.put(name, known);
      } else if (!known.shape().equals(shape)) {
        throw new LaminaException(
            "the weight \"%s\" is asked for with shape %s, and before with %s; a layer that is called twice needs inputs of one shape"
                .formatted(known.name(), shape, known.shape()));
      }
      return known;
    }

    @Override
    public void update(Value state, Value newValue) {
      states.update(state, newValue);
    }

    @Override
    public void addLoss(Value loss) {
      losses.add(loss);
    }

    @Override
    public Value step() {
      return ForwardPass.this.step();
    }

    @Override
    public int seed(@Nullable Long layerSeed) {
      long first = layerSeed != null ? layerSeed : Seeds.of(seed, path);
      return Seeds.mix(time == 0 ? first : Seeds.of(first, "call " + time));
    }
  }
}
