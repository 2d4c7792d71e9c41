package dev.lamina.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A computation: what is fed, what is kept between runs, the nodes in an order in which they can
 * run, what can be read afterwards, and which variables take a new value at the end of a run. Every
 * reader of a variable sees the value it had before the run.
 *
 * @param inputs fed before each run; their names are unique
 * @param variables kept between runs; their names are unique
 * @param nodes in topological order
 * @param outputs what can be read after a run, by name
 * @param updates variable to its new value
 */
public record Graph(
    List<Value> inputs,
    List<Value> variables,
    List<Node> nodes,
    Map<String, Value> outputs,
    Map<Value, Value> updates) {

  public Graph {
    inputs = List.copyOf(inputs);
    variables = List.copyOf(variables);
    nodes = List.copyOf(nodes);
    outputs = ordered(outputs);
    updates = ordered(updates);
  }

  /** {@code Map.copyOf} forgets the order of its entries. */
  private static <K, V> Map<K, V> ordered(Map<? extends K, ? extends V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** Which node computes each value; inputs and variables have none. */
  public Map<Value, Node> producers() {
    Map<Value, Node> result = new HashMap<>();
    for (Node node : nodes) {
      node.outputs().forEach(output -> result.put(output, node));
    }
    return result;
  }

  /** The nodes that read each value, in order. Reads by outputs and updates do not count. */
  public Map<Value, List<Node>> consumers() {
    Map<Value, List<Node>> result = new HashMap<>();
    for (Node node : nodes) {
      for (Value input : new HashSet<>(node.inputs())) {
        result.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
    return result;
  }

  /** Values that must exist at the end of a run. */
  public Set<Value> roots() {
    Set<Value> roots = new HashSet<>(outputs.values());
    roots.addAll(updates.values());
    return roots;
  }

  /**
   * This graph without the nodes and variables that nothing needs. Inputs stay, needed or not: who
   * runs the graph feeds them all.
   */
  public Graph withoutDeadNodes() {
    Set<Value> needed = roots();
    needed.addAll(updates.keySet());
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
        kept.add(0, node);
      }
    }
    return new Graph(
        inputs, variables.stream().filter(needed::contains).toList(), kept, outputs, updates);
  }

  /** The variable or input of this name, if there is one. */
  public @Nullable Value find(String name) {
    for (List<Value> values : List.of(inputs, variables)) {
      for (Value value : values) {
        if (value.name().equals(name)) {
          return value;
        }
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return GraphPrinter.print(this);
  }
}
