package dev.lamina.models;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.LayerCall;
import dev.lamina.network.Network;
import dev.lamina.network.Topology;
import dev.lamina.network.Topology.NamedLayer;
import dev.lamina.network.WeightSpec;
import dev.lamina.text.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table that {@link Model#summary} prints. */
record Summary(String name, List<Row> rows, long trainable, long others) {
  private static final String GAP = "   ";

  /** One layer. */
  record Row(String layer, String output, String parameters, String reads) {}

  static Summary of(String name, Network network) {
    ForwardPass pass = network.inference();
    Topology topology = network.topology();
    boolean isStack = topology.isStack();
    List<Row> rows = new ArrayList<>();
    if (!isStack) {
      for (Topology.Port input : topology.inputs()) {
        rows.add(new Row(input.name() + " (Input)", batchless(input.shape().batched(1)), "0", ""));
      }
    }
    for (NamedLayer each : topology.layers()) {
      rows.add(
          new Row(
              each.name() + " (" + each.layer().config().className() + ")",
              outputs(each, topology),
              number(WeightSpec.count(pass.weightsOf(each.layer()))),
              isStack ? "" : reads(each, topology)));
    }
    long trainable = WeightSpec.count(pass.trainableWeights());
    return new Summary(name, rows, trainable, WeightSpec.count(pass.weights()) - trainable);
  }

  /** The shapes that a layer gives, each once. */
  private static String outputs(NamedLayer layer, Topology topology) {
    Set<String> shapes = new LinkedHashSet<>();
    List<Shape> tensors = topology.shapes();
    int tensor = topology.inputs().size();
    for (LayerCall call : topology.calls()) {
      for (int i = 0; i < call.outputs(); i++) {
        Shape shape = tensors.get(tensor++);
        if (call.name().equals(layer.name())) {
          shapes.add(batchless(shape.batched(1)));
        }
      }
    }
    return String.join(", ", shapes);
  }

  /** The names of the layers that a layer reads, call by call. */
  private static String reads(NamedLayer layer, Topology topology) {
    List<String> calls = new ArrayList<>();
    for (LayerCall call : topology.calls()) {
      if (call.name().equals(layer.name())) {
        calls.add(String.join(", ", call.inputs().stream().map(topology::giver).toList()));
      }
    }
    return String.join("; ", calls);
  }

  /** One line: name, layers, input and output. */
  static String line(LayeredNetwork model) {
    try {
      return "\"%s\", %d layers, %s to %s"
          .formatted(
              model.name(),
              model.layerNames().size(),
              shapes(model.inputShapes()),
              shapes(model.outputShapes()));
    } catch (ShapeException e) {
      return "\"%s\", not complete: %s".formatted(model.name(), e.getMessage());
    }
  }

  private static String shapes(List<Shape> shapes) {
    return String.join(" and ", shapes.stream().map(Shape::toString).toList());
  }

  /** Keras writes None for the batch, whose size is open. */
  private static String batchless(Shape shape) {
    StringBuilder text = new StringBuilder("(None");
    for (int axis = 1; axis < shape.rank(); axis++) {
      text.append(", ").append(shape.dim(axis));
    }
    return text.append(')').toString();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Override
  public String toString() {
    List<Row> table = new ArrayList<>();
    boolean isConnected = rows.stream().anyMatch(row -> !row.reads.isEmpty());
    table.add(
        new Row("Layer (type)", "Output shape", "Parameters", isConnected ? "Connected to" : ""));
    table.addAll(rows);
    int layer = table.stream().mapToInt(row -> row.layer.length()).max().orElse(0);
    int output = table.stream().mapToInt(row -> row.output.length()).max().orElse(0);
    int parameters = table.stream().mapToInt(row -> row.parameters.length()).max().orElse(0);
    int reads = table.stream().mapToInt(row -> row.reads.length()).max().orElse(0);
    String format = "%-" + layer + "s" + GAP + "%-" + output + "s" + GAP + "%" + parameters + "s";
    int width = layer + output + parameters + 2 * GAP.length();
    String rule = "-".repeat(isConnected ? width + GAP.length() + reads : width);
    List<String> lines = new ArrayList<>();
    lines.add("Model: \"" + name + "\"");
    for (Row row : table) {
      String line = format.formatted(row.layer, row.output, row.parameters);
      lines.add(row.reads.isEmpty() ? line : line + GAP + row.reads);
    }
    lines.add(1, rule);
    lines.add(3, rule);
    lines.add(rule);
    lines.add(total("Total parameters", trainable + others));
    lines.add(total("Trainable", trainable));
    lines.add(total("Not trainable", others));
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  private static String total(String what, long parameters) {
    return "%s: %s (%s)".formatted(what, number(parameters), ByteSize.of(parameters * Float.BYTES));
  }
}
