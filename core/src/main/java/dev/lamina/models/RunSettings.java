package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.config.Config;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a training and the one that goes on with it must have in common, as text by name: the model,
 * how it is compiled, the arguments of fit, and the data as far as a quick look can tell.
 */
record RunSettings(Map<String, String> values) {
  /** Targets are compared at so many places, as reading all could take long. */
  private static final int TARGETS_READ = 64;

  private static final int MOST_TOLD = 8;
  private static final String NONE = "none";

  static RunSettings of(Model model, Fit fit, Dataset data, @Nullable Dataset validation)
      throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    add("", model.runtime().network().topology(), values);
    Compilation compilation = model.compilation();
    add("optimizer", compilation.optimizer().config(), values);
    List<OutputGoal> outputs = compilation.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      String of = outputs.size() == 1 ? "" : " of " + model.outputNames().get(i);
      OutputGoal output = outputs.get(i);
      add("loss" + of, output.loss() == null ? null : output.loss().config(), values);
      if (output.weight() != 1) {
        values.put("weight of the loss" + of, String.valueOf(output.weight()));
      }
      output
          .metrics()
          .forEach(metric -> add("metric " + metric.name() + of, metric.config(), values));
      output
          .weightedMetrics()
          .forEach(metric -> add("weighted metric " + metric.name() + of, metric.config(), values));
    }
    values.put("batch size", String.valueOf(fit.batchSize()));
    values.put("shuffle", String.valueOf(fit.shuffle()));
    values.put("fit's seed", fit.seed() == null ? NONE : String.valueOf(fit.seed()));
    values.put("class weights", new TreeMap<>(fit.classWeights()).toString());
    add("training", data, values);
    if (validation != null) {
      add("validation", validation, values);
    }
    return new RunSettings(values);
  }

  private static void add(String path, Topology topology, Map<String, String> to) {
    List<String> shapes = topology.inputs().stream().map(port -> port.shape().toString()).toList();
    to.put(
        path + (shapes.size() == 1 ? "the input's shape" : "the inputs' shapes"),
        String.join(", ", shapes));
    to.put(
        path + "layers",
        String.join(", ", topology.layers().stream().map(Topology.NamedLayer::name).toList()));
    if (!topology.isStack()) {
      List<String> calls = new ArrayList<>();
      topology
          .calls()
          .forEach(call -> calls.add(call.name() + call.inputs() + (call.inference() ? "*" : "")));
      to.put(path + "calls", String.join(", ", calls));
    }
    for (Topology.NamedLayer each : topology.layers()) {
      if (each.layer() instanceof NestedNetwork nested) {
        add(path + each.name() + "/", nested.topology(), to);
      } else {
        add(path + each.name(), each.layer().config(), to);
      }
    }
  }

  private static void add(String path, @Nullable Object value, Map<String, String> to) {
    if (value instanceof Config config) {
      to.put(path, config.className());
      config.arguments().forEach((name, argument) -> add(path + "." + name, argument, to));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, entry) -> add(path + "." + name, entry, to));
    } else if (value instanceof List<?> list && list.stream().anyMatch(Config.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        add(path + "[" + i + "]", list.get(i), to);
      }
    } else {
      to.put(path, value == null ? NONE : String.valueOf(value));
    }
  }

  private static void add(String what, Dataset data, Map<String, String> to) throws IOException {
    to.put(what + " samples", String.valueOf(data.size()));
    CRC32C targets = new CRC32C();
    CRC32C weights = new CRC32C();
    List<Shape> shapes = data.targetShapes();
    int count = Math.min(data.size(), TARGETS_READ);
    for (int i = 0; i < count; i++) {
      int index = (int) ((long) i * data.size() / count);
      for (int k = 0; k < shapes.size(); k++) {
        float[] target = new float[shapes.get(k).size()];
        data.readTarget(k, index, target, 0);
        for (float each : target) {
          update(targets, each);
        }
      }
      update(weights, data.readWeight(index));
    }
    to.put(what + " targets (checksum)", "%08x".formatted(targets.getValue()));
    if (data.isWeighted()) {
      to.put(what + " sample weights (checksum)", "%08x".formatted(weights.getValue()));
    }
  }

  private static void update(CRC32C checksum, float value) {
    int bits = Float.floatToIntBits(value);
    for (int shift = 0; shift < 32; shift += 8) {
      checksum.update(bits >>> shift & 0xFF);
    }
  }

  void write(Checkpoint.Builder to) {
    values.forEach(to::put);
  }

  static RunSettings read(Checkpoint from) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : from.names()) {
      values.put(name, from.text(name));
    }
    return new RunSettings(values);
  }

  /** Refuses to go on from a checkpoint with other settings. */
  void requireSame(RunSettings checkpoint, List<String> more) {
    List<String> differences = new ArrayList<>(more);
    values.forEach((name, value) -> compare(name, value, checkpoint.values.get(name), differences));
    checkpoint.values.forEach(
        (name, value) -> {
          if (!values.containsKey(name)) {
            compare(name, null, value, differences);
          }
        });
    if (!differences.isEmpty()) {
      int told = Math.min(MOST_TOLD, differences.size());
      throw new LaminaException(
          "the checkpoint is of another training: %s%s; make them the same, or use another directory to train from the beginning"
              .formatted(
                  String.join("; ", differences.subList(0, told)),
                  differences.size() > told
                      ? "; and %d more differences".formatted(differences.size() - told)
                      : ""));
    }
  }

  private static void compare(
      String name, @Nullable String now, @Nullable String saved, List<String> differences) {
    if (now == null || !now.equals(saved)) {
      differences.add(difference(name, now, saved));
    }
  }

  static String difference(String name, @Nullable Object now, @Nullable Object saved) {
    return "%s is %s, in the checkpoint %s"
        .formatted(name, now == null ? "absent" : now, saved == null ? "absent" : saved);
  }
}
