package dev.lamina.plan;

import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The order in which a graph's nodes run.
 *
 * @param prologue nodes that depend on nothing but constants and variables that the graph does not
 *     change: they run once, and again only when such a variable was changed from outside
 * @param body the nodes of every run, in an order in which updates come after all other reads of
 *     their variable
 * @param inPlace updated variables of which this could be arranged, so that the new value may be
 *     written over the old one
 */
record Schedule(List<Node> prologue, List<Node> body, Set<Value> inPlace) {

  static Schedule of(Graph graph) {
    Set<Value> constant = new HashSet<>(graph.variables());
    constant.removeAll(graph.updates().keySet());
    List<Node> prologue = new ArrayList<>();
    List<Node> body = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (constant.containsAll(node.inputs())) {
        prologue.add(node);
        constant.addAll(node.outputs());
      } else {
        body.add(node);
      }
    }

    Map<Value, Node> updaters = updaters(graph);
    while (true) {
      List<Node> order = order(graph, body, updaters);
      if (order.size() == body.size()) {
        return new Schedule(prologue, order, Set.copyOf(updaters.keySet()));
      }
      // What is left over waits in a circle; let go of the updates in it.
      Set<Node> ordered = new HashSet<>(order);
      updaters.values().removeIf(updater -> !ordered.contains(updater));
    }
  }

  /** The nodes that read a variable and compute its new value. */
  private static Map<Value, Node> updaters(Graph graph) {
    Map<Value, Node> producers = graph.producers();
    Map<Value, Node> result = new HashMap<>();
    graph
        .updates()
        .forEach(
            (variable, value) -> {
              Node producer = producers.get(value);
              if (producer != null && producer.inputs().contains(variable)) {
                result.put(variable, producer);
              }
            });
    return result;
  }

  /** Kahn's algorithm, keeping the graph's own order where it may. */
  private static List<Node> order(Graph graph, List<Node> body, Map<Value, Node> updaters) {
    Map<Node, Integer> position = new HashMap<>();
    Map<Value, Node> producers = new HashMap<>();
    for (Node node : body) {
      position.put(node, position.size());
      node.outputs().forEach(output -> producers.put(output, node));
    }
    Map<Node, Set<Node>> after = new HashMap<>();
    for (Node node : body) {
      for (Value input : node.inputs()) {
        Node producer = producers.get(input);
        if (producer != null) {
          after.computeIfAbsent(producer, key -> new HashSet<>()).add(node);
        }
      }
    }
    Map<Value, List<Node>> consumers = graph.consumers();
    updaters.forEach(
        (variable, updater) -> {
          for (Node reader : readers(variable, consumers)) {
            if (!reader.equals(updater) && position.containsKey(reader)) {
              after.computeIfAbsent(reader, key -> new HashSet<>()).add(updater);
            }
          }
        });

    Map<Node, Integer> waiting = new HashMap<>();
    after.values().forEach(set -> set.forEach(node -> waiting.merge(node, 1, Integer::sum)));
    PriorityQueue<Node> ready =
        new PriorityQueue<>(
            (a, b) -> Integer.compare(position.getOrDefault(a, 0), position.getOrDefault(b, 0)));
    body.stream().filter(node -> !waiting.containsKey(node)).forEach(ready::add);
    List<Node> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Node node = ready.remove();
      order.add(node);
      for (Node next : after.getOrDefault(node, Set.of())) {
        if (waiting.merge(next, -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    return order;
  }

  /** All nodes that read a value's memory, also through reshapes and casts, which are views. */
  private static Set<Node> readers(Value value, Map<Value, List<Node>> consumers) {
    Set<Node> result = new HashSet<>();
    for (Node node : consumers.getOrDefault(value, List.of())) {
      result.add(node);
      if (node.op() instanceof Reshaping || node.op() instanceof Cast) {
        result.addAll(readers(node.output(), consumers));
      }
    }
    return result;
  }
}
