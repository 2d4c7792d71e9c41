package dev.lamina.ir;

import java.util.stream.Collectors;

/** Prints graphs for people: a line per input, variable, node, output and update. */
public final class GraphPrinter {
  private GraphPrinter() {}

  public static String print(Graph graph) {
    StringBuilder text = new StringBuilder();
    graph.inputs().forEach(v -> line(text, v + ": " + v.type() + " = input"));
    graph.variables().forEach(v -> line(text, v + ": " + v.type() + " = variable"));
    graph.nodes().forEach(node -> line(text, print(node)));
    graph.outputs().forEach((name, value) -> line(text, "output " + name + " = %" + value.id()));
    graph
        .updates()
        .forEach((variable, value) -> line(text, "update " + variable + " <- %" + value.id()));
    return text.toString();
  }

  public static String print(Node node) {
    String outputs =
        node.outputs().stream()
            .map(value -> "%" + value.id() + ": " + value.type())
            .collect(Collectors.joining(", "));
    String inputs =
        node.inputs().stream().map(value -> "%" + value.id()).collect(Collectors.joining(", "));
    return outputs + " = " + node.op() + " (" + inputs + ")";
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
