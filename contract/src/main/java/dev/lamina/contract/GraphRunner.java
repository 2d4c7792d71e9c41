package dev.lamina.contract;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Cast;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs a whole graph op by op, in the graph's own order and without the planner: no fusion, no
 * shared memory, nothing updated in place unless asked for. What it computes is what the graph
 * means, so it is the independent witness for plans.
 *
 * <pre>{@code
 * GraphRunner runner = new GraphRunner(ReferenceEngine.float32());
 * GraphRunner.Result<float[]> result =
 *     runner.run(graph, Map.of("x", new float[] {1, 2, 3}), Map.of("w", weights));
 * float[] y = result.output("y");
 * float[] newWeights = result.variable("w");
 * }</pre>
 */
public final class GraphRunner {
  private final Engine engine;
  private final Binding binding;

  /** A runner that passes plain tensors from op to op. */
  public GraphRunner(Engine engine) {
    this(engine, Binding.PLAIN);
  }

  public GraphRunner(Engine engine, Binding binding) {
    this.engine = engine;
    this.binding = binding;
  }

  /**
   * What a run gave, in row-major order.
   *
   * @param outputs the graph's outputs by name
   * @param variables all variables by name, those that the graph updates with their new values
   */
  public record Result<A>(Map<String, A> outputs, Map<String, A> variables) {
    public A output(String name) {
      return find(outputs, "output", name);
    }

    public A variable(String name) {
      return find(variables, "variable", name);
    }
  }

  /**
   * Runs a graph once.
   *
   * @param feeds the inputs by name, in row-major order; whole numbers where a tensor is INT32
   * @param variables the variables by name, which are left as they are
   * @throws LaminaException if a feed or variable is missing or of a wrong size, or if the engine
   *     does not support an op
   */
  public Result<float[]> run(
      Graph graph, Map<String, float[]> feeds, Map<String, float[]> variables) {
    Result<double[]> result =
        runInDouble(graph, map(feeds, OpRunner::doubles), map(variables, OpRunner::doubles));
    return new Result<>(
        map(result.outputs(), OpRunner::floats), map(result.variables(), OpRunner::floats));
  }

  /** As {@link #run}, with nothing lost where the engine computes in double. */
  public Result<double[]> runInDouble(
      Graph graph, Map<String, double[]> feeds, Map<String, double[]> variables) {
    return engine.call(
        () -> {
          try (OpRunner runner = new OpRunner(engine, binding)) {
            Map<Value, Buffer> buffers = new HashMap<>();
            graph.inputs().forEach(v -> buffers.put(v, write(runner, "input", v, feeds)));
            graph.variables().forEach(v -> buffers.put(v, write(runner, "variable", v, variables)));
            Graph live = graph.withoutDeadNodes();
            Set<Value> fed = fed(live);
            Set<Value> used = used(live);
            live.nodes().forEach(node -> run(runner, node, buffers, fed, used));
            return result(graph, value -> runner.read(find(buffers, "value", value)));
          }
        });
  }

  /** What no kernel has computed, but for rounding it. */
  private static Set<Value> fed(Graph graph) {
    Set<Value> fed = new HashSet<>(graph.inputs());
    fed.addAll(graph.variables());
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Cast && fed.containsAll(node.inputs())) {
        fed.addAll(node.outputs());
      }
    }
    return fed;
  }

  private static void run(
      OpRunner runner, Node node, Map<Value, Buffer> buffers, Set<Value> fed, Set<Value> used) {
    List<Buffer> inputs =
        node.inputs().stream().map(value -> find(buffers, "value", value)).toList();
    List<Buffer> outputs =
        runner.run(node.op(), inputs, bits(node.inputs(), fed), bits(node.outputs(), used));
    for (int i = 0; i < outputs.size(); i++) {
      buffers.put(node.outputs().get(i), outputs.get(i));
    }
  }

  private static Result<double[]> result(Graph graph, Function<Value, double[]> read) {
    Map<String, double[]> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, read.apply(value)));
    Map<String, double[]> variables = new LinkedHashMap<>();
    for (Value variable : graph.variables()) {
      Value newValue = graph.updates().getOrDefault(variable, variable);
      variables.put(variable.name(), read.apply(newValue));
    }
    return new Result<>(outputs, variables);
  }

  private static Buffer write(
      OpRunner runner, String what, Value value, Map<String, double[]> values) {
    double[] found = find(values, what, value.name());
    try {
      return runner.write(value.type(), found);
    } catch (LaminaException e) {
      throw new LaminaException(what + " \"" + value.name() + "\": " + e.getMessage(), e);
    }
  }

  /** The values that anything reads. */
  private static Set<Value> used(Graph graph) {
    Set<Value> used = new HashSet<>(graph.roots());
    graph.nodes().forEach(node -> used.addAll(node.inputs()));
    return used;
  }

  private static BitSet bits(List<Value> values, Set<Value> set) {
    BitSet bits = new BitSet();
    for (int i = 0; i < values.size(); i++) {
      bits.set(i, set.contains(values.get(i)));
    }
    return bits;
  }

  private static <K, A> A find(Map<K, A> map, String what, K key) {
    A found = map.get(key);
    if (found == null) {
      throw new LaminaException(
          "there is no %s \"%s\"; there are: %s".formatted(what, key, map.keySet()));
    }
    return found;
  }

  private static <A, B> Map<String, B> map(Map<String, A> from, Function<A, B> function) {
    Map<String, B> result = new LinkedHashMap<>();
    from.forEach((name, value) -> result.put(name, function.apply(value)));
    return result;
  }
}
