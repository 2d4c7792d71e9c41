package dev.lamina.models;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.LayerCall;
import dev.lamina.network.Network;
import dev.lamina.network.WeightSpec;
import dev.lamina.text.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that {@link Model#summary} prints. */
record Summary(String name, List<Row> rows, long trainable, long others) {
  private static final String GAP = "   ";

  /** One layer. */
  record Row(String layer, String output, String parameters) {}

  static Summary of(String name, Network network) {
    ForwardPass pass = network.inference();
    List<Row> rows = new ArrayList<>();
    List<LayerCall> calls = network.topology().calls();
    for (int i = 0; i < calls.size(); i++) {
      LayerCall call = calls.get(i);
      rows.add(
          new Row(
              call.name() + " (" + call.layer().config().className() + ")",
              batchless(pass.results().get(i).shape()),
              number(WeightSpec.count(pass.weightsOf(call)))));
    }
    long trainable = WeightSpec.count(pass.trainableWeights());
    return new Summary(name, rows, trainable, WeightSpec.count(pass.weights()) - trainable);
  }

  /** One line: name, layers, input and output. */
  static String line(WeightedNetwork model) {
    try {
      return "\"%s\", %d layers, %s to %s"
          .formatted(
              model.name(), model.layerNames().size(), model.inputShape(), model.outputShape());
    } catch (ShapeException e) {
      return "\"%s\", not complete: %s".formatted(model.name(), e.getMessage());
    }
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
    table.add(new Row("Layer (type)", "Output shape", "Parameters"));
    table.addAll(rows);
    int layer = table.stream().mapToInt(row -> row.layer.length()).max().orElse(0);
    int output = table.stream().mapToInt(row -> row.output.length()).max().orElse(0);
    int parameters = table.stream().mapToInt(row -> row.parameters.length()).max().orElse(0);
    String format = "%-" + layer + "s" + GAP + "%-" + output + "s" + GAP + "%" + parameters + "s";
    String rule = "-".repeat(layer + output + parameters + 2 * GAP.length());
    List<String> lines = new ArrayList<>();
    lines.add("Model: \"" + name + "\"");
    table.forEach(row -> lines.add(format.formatted(row.layer, row.output, row.parameters)));
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
