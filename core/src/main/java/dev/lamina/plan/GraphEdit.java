package dev.lamina.plan;

import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes to a graph, collected and then applied at once. */
final class GraphEdit {
  private final Graph graph;
  private final Map<Value, List<Node>> consumers;
  private final Map<Value, Node> producers;
  private final Set<Value> roots;
  private final Map<Node, List<Node>> replacements = new HashMap<>();
  private final Map<Value, Value> substitutes = new HashMap<>();
  private int nextId;

  GraphEdit(Graph graph) {
    this.graph = graph;
    consumers = graph.consumers();
    producers = graph.producers();
    roots = graph.roots();
    for (Value value : producers.keySet()) {
      nextId = Math.max(nextId, value.id() + 1);
    }
    for (List<Value> sources : List.of(graph.inputs(), graph.variables())) {
      for (Value value : sources) {
        nextId = Math.max(nextId, value.id() + 1);
      }
    }
  }

  Map<Value, Node> producers() {
    return producers;
  }

  /** The one node that reads {@code value}, if exactly one node and nothing else does. */
  List<Node> onlyConsumer(Value value) {
    List<Node> readers = consumers.getOrDefault(value, List.of());
    return readers.size() == 1 && !roots.contains(value) ? readers : List.of();
  }

  boolean isUntouched(Node node) {
    return !replacements.containsKey(node);
  }

  Value newValue(TensorType type) {
    return new Value(nextId++, "", type);
  }

  /** Puts other nodes, or none, in the place of one. */
  void replace(Node node, Node... others) {
    replacements.put(node, List.of(others));
  }

  /** Lets all readers of {@code value} read {@code other}. */
  void substitute(Value value, Value other) {
    substitutes.put(value, other);
  }

  Graph apply() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (Node kept : replacements.getOrDefault(node, List.of(node))) {
        nodes.add(
            new Node(
                kept.op(), kept.inputs().stream().map(this::resolve).toList(), kept.outputs()));
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>(graph.outputs());
    outputs.replaceAll((name, value) -> resolve(value));
    Map<Value, Value> updates = new LinkedHashMap<>(graph.updates());
    updates.replaceAll((variable, value) -> resolve(value));
    return new Graph(graph.inputs(), graph.variables(), nodes, outputs, updates);
  }

  private Value resolve(Value value) {
    Value result = value;
    while (substitutes.containsKey(result)) {
      result = substitutes.get(result);
    }
    return result;
  }
}
