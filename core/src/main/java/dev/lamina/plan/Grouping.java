package dev.lamina.plan;

import dev.lamina.engine.KernelGroup;
import dev.lamina.engine.KernelRequest;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which nodes might run as one kernel, and what such a kernel reads and gives. */
final class Grouping {
  private final Set<Value> roots;
  private final Map<Value, List<Node>> readers;

  Grouping(Graph graph) {
    roots = Set.copyOf(graph.roots());
    readers = graph.consumers();
  }

  /**
   * Nodes in a row, and their kernel's question to the engine.
   *
   * @param operands what is read from outside, node by node
   * @param results what is read outside, node by node
   */
  record Group(List<Node> nodes, KernelGroup question, List<Value> operands, List<Value> results) {
    Group {
      nodes = List.copyOf(nodes);
      operands = List.copyOf(operands);
      results = List.copyOf(results);
    }
  }

  /**
   * The longest row from the first of these nodes on in which each reads something of one before
   * it.
   */
  static List<Node> longest(List<Node> nodes, Predicate<Node> isGroupable) {
    Set<Value> made = new HashSet<>();
    int count = 0;
    for (Node node : nodes) {
      boolean joins = count == 0 || node.inputs().stream().anyMatch(made::contains);
      if (!joins || !isGroupable.test(node)) {
        break;
      }
      made.addAll(node.outputs());
      count++;
    }
    return nodes.subList(0, count);
  }

  Group group(List<Node> members, Function<Node, KernelRequest> request) {
    Map<Value, KernelGroup.Source> made = new HashMap<>();
    List<List<KernelGroup.Source>> sources = new ArrayList<>();
    List<BitSet> stored = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Node node = members.get(i);
      List<KernelGroup.Source> from = new ArrayList<>();
      for (Value input : node.inputs()) {
        KernelGroup.Source source = made.getOrDefault(input, KernelGroup.Source.OUTSIDE);
        from.add(source);
        if (source.isOutside()) {
          operands.add(input);
        }
      }
      sources.add(from);
      BitSet read = new BitSet();
      for (int j = 0; j < node.outputs().size(); j++) {
        Value output = node.outputs().get(j);
        made.put(output, new KernelGroup.Source(i, j));
        if (isReadOutside(output, members)) {
          read.set(j);
          results.add(output);
        }
      }
      stored.add(read);
    }
    return new Group(
        members,
        new KernelGroup(members.stream().map(request).toList(), sources, stored),
        operands,
        results);
  }

  private boolean isReadOutside(Value value, List<Node> members) {
    return roots.contains(value) || !members.containsAll(readers.getOrDefault(value, List.of()));
  }
}
