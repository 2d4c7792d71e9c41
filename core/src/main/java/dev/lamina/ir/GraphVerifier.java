package dev.lamina.ir;

import dev.lamina.LaminaException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that a graph is well formed: defined once, before use, with the types its ops infer. */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * Returns the graph if it is sound.
   *
   * @throws LaminaException naming the first node that is not
   */
  public static Graph verify(Graph graph) {
    Set<Value> defined = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (List<Value> sources : List.of(graph.inputs(), graph.variables())) {
      for (Value value : sources) {
        define(value, defined, ids);
        require(names.add(value.name()), "the name \"" + value.name() + "\" is used twice");
      }
    }
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        require(
            defined.contains(input),
            GraphPrinter.print(node) + " reads " + input + " before it is defined");
      }
      List<TensorType> expected = node.op().infer(node.inputTypes());
      List<TensorType> actual = node.outputs().stream().map(Value::type).toList();
      require(
          expected.equals(actual),
          GraphPrinter.print(node) + " gives " + actual + ", but its op infers " + expected);
      node.outputs().forEach(output -> define(output, defined, ids));
    }
    for (Map.Entry<String, Value> output : graph.outputs().entrySet()) {
      require(
          defined.contains(output.getValue()),
          "output \"" + output.getKey() + "\" is " + output.getValue() + ", which is not defined");
    }
    for (Map.Entry<Value, Value> update : graph.updates().entrySet()) {
      Value variable = update.getKey();
      Value value = update.getValue();
      require(graph.variables().contains(variable), variable + " is updated but is no variable");
      require(
          defined.contains(value),
          variable + " is updated with " + value + ", which is not defined");
      require(
          variable.type().equals(value.type()),
          variable + " is " + variable.type() + " but updated with " + value.type());
    }
    return graph;
  }

  private static void define(Value value, Set<Value> defined, Set<Integer> ids) {
    require(defined.add(value) && ids.add(value.id()), value + " is defined twice");
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new LaminaException("malformed graph: " + problem);
    }
  }
}
