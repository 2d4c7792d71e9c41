package dev.lamina.models;

import dev.lamina.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/** The table that {@link Model#summary} prints. */
record Summary(String name, List<Row> rows, long trainable, long others) {

  /** One layer. */
  record Row(String layer, String output, long parameters) {}

  static Summary of(Model model) {
    ForwardPass pass = model.inspect();
    List<Row> rows = new ArrayList<>();
    List<LayerCall> calls = model.topology().calls();
    for (int i = 0; i < calls.size(); i++) {
      LayerCall call = calls.get(i);
      String title = call.name() + " (" + call.layer().config().className() + ")";
      rows.add(
          new Row(title, batchless(pass.results().get(i).shape()), count(pass.weightsOf(call))));
    }
    long trainable = count(pass.trainableWeights());
    return new Summary(model.name(), rows, trainable, count(pass.weights()) - trainable);
  }

  private static long count(List<WeightSpec> weights) {
    return weights.stream().mapToLong(weight -> weight.shape().size()).sum();
  }

  private static String batchless(Shape shape) {
    StringBuilder text = new StringBuilder("(None");
    for (int axis = 1; axis < shape.rank(); axis++) {
      text.append(", ").append(shape.dim(axis));
    }
    return text.append(')').toString();
  }

  @Override
  public String toString() {
    int layerWidth = width("Layer (type)", rows.stream().map(Row::layer).toList());
    int outputWidth = width("Output shape", rows.stream().map(Row::output).toList());
    String line = "%-" + layerWidth + "s  %-" + outputWidth + "s  %10s%n";
    String rule = "-".repeat(layerWidth + outputWidth + 14) + System.lineSeparator();
    StringBuilder text = new StringBuilder("Model: \"" + name + "\"" + System.lineSeparator());
    text.append(line.formatted("Layer (type)", "Output shape", "Parameters")).append(rule);
    for (Row row : rows) {
      text.append(line.formatted(row.layer, row.output, "%,d".formatted(row.parameters)));
    }
    text.append(rule);
    text.append(total("Total parameters", trainable + others));
    text.append(total("Trainable", trainable));
    text.append(total("Not trainable", others));
    return text.toString();
  }

  private static String total(String what, long parameters) {
    return "%s: %,d (%.2f MB)%n".formatted(what, parameters, parameters * 4 / 1e6);
  }

  private static int width(String title, List<String> cells) {
    return Math.max(title.length(), cells.stream().mapToInt(String::length).max().orElse(0));
  }
}
