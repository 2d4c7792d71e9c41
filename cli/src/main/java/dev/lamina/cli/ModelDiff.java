package dev.lamina.cli;

import dev.lamina.config.Config;
import dev.lamina.layers.Layer;
import dev.lamina.models.Compilation;
import dev.lamina.models.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between two models, in lines of text; {@code a -> b}. */
final class ModelDiff {
  private final Model a;
  private final Model b;
  private final double tolerance;
  private final int top;
  private final List<String> lines = new ArrayList<>();

  ModelDiff(Model a, Model b, double tolerance, int top) {
    this.a = a;
    this.b = b;
    this.tolerance = tolerance;
    this.top = top;
  }

  List<String> lines() {
    lines.clear();
    value("input", a.inputShape(), b.inputShape());
    layers();
    compilation();
    weights();
    return List.copyOf(lines);
  }

  private void value(String what, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      lines.add("%s: %s -> %s".formatted(what, shown(before), shown(after)));
    }
  }

  /** An object as it would be written in code: {@code L2(l2=0.01)}. */
  private static String shown(@Nullable Object value) {
    if (!(value instanceof Config config)) {
      return String.valueOf(value);
    }
    String arguments =
        config.arguments().entrySet().stream()
            .map(argument -> argument.getKey() + "=" + shown(argument.getValue()))
            .collect(Collectors.joining(", "));
    return config.className() + "(" + arguments + ")";
  }

  private static List<Config> configs(Model model) {
    return model.layers().stream().map(ModelDiff::config).toList();
  }

  /** A layer's arguments, also those that Lamina lacks. */
  private static Config config(Layer layer) {
    Config config = layer.config();
    for (Map.Entry<String, Object> argument : layer.leftOut().entrySet()) {
      config = config.with(argument.getKey(), argument.getValue());
    }
    return config;
  }

  /** Layers are paired by their places: names are often only numbers. */
  private void layers() {
    List<Config> before = configs(a);
    List<Config> after = configs(b);
    value("layers", before.size(), after.size());
    List<String> names = before.size() >= after.size() ? a.layerNames() : b.layerNames();
    for (int i = 0; i < names.size(); i++) {
      String where = "layer %d %s".formatted(i + 1, names.get(i));
      if (i >= before.size()) {
        lines.add(where + ": only in the second model");
      } else if (i >= after.size()) {
        lines.add(where + ": only in the first model");
      } else {
        config(where, before.get(i), after.get(i));
      }
    }
  }

  private void config(String where, @Nullable Config before, @Nullable Config after) {
    if (before == null || after == null || !before.className().equals(after.className())) {
      value(where, className(before), className(after));
      return;
    }
    Set<String> names = new LinkedHashSet<>(before.arguments().keySet());
    names.addAll(after.arguments().keySet());
    names.remove("name");
    for (String name : names) {
      value(where + " " + name, before.get(name), after.get(name));
    }
  }

  private static String className(@Nullable Config config) {
    return config == null ? "none" : config.className();
  }

  private void compilation() {
    value("compiled", a.isCompiled(), b.isCompiled());
    if (!a.isCompiled() || !b.isCompiled()) {
      return;
    }
    Compilation before = a.compilation();
    Compilation after = b.compilation();
    config("optimizer", before.optimizer().config(), after.optimizer().config());
    config("loss", before.loss().config(), after.loss().config());
    value(
        "metrics",
        before.metrics().stream().map(metric -> metric.name()).toList(),
        after.metrics().stream().map(metric -> metric.name()).toList());
    value("optimizer's step", a.steps(), b.steps());
    slots();
  }

  /** The optimizer's variables, which only matter to training. */
  private void slots() {
    tensors("optimizer variables", a.trainingState().slots(), b.trainingState().slots());
  }

  /** Layers without a name of their own are numbered alike, so weights are paired by name. */
  private void weights() {
    tensors("weights", a.weights(), b.weights());
  }

  private void tensors(String what, Map<String, float[]> before, Map<String, float[]> after) {
    List<Difference> differences = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      float[] x = before.get(name);
      float[] y = after.get(name);
      if (x == null || y == null) {
        lines.add(
            "%s %s: only in the %s model".formatted(what, name, x == null ? "second" : "first"));
      } else if (x.length != y.length) {
        lines.add("%s %s: %d -> %d values".formatted(what, name, x.length, y.length));
      } else {
        Difference difference = Difference.of(name, x, y);
        // Not >, which no comparison with NaN is.
        if (!(difference.largest <= tolerance)) {
          differences.add(difference);
        }
      }
    }
    if (differences.isEmpty()) {
      return;
    }
    differences.sort(Comparator.comparingDouble(Difference::largest).reversed());
    lines.add("%s: %d of %d differ, the most:".formatted(what, differences.size(), names.size()));
    differences.stream().limit(top).forEach(difference -> lines.add(difference.toString()));
  }

  private record Difference(String name, double largest, double mean, int at, float x, float y) {
    static Difference of(String name, float[] x, float[] y) {
      double largest = 0;
      double sum = 0;
      int at = 0;
      for (int i = 0; i < x.length; i++) {
        // Equal bits, NaN among them, do not differ.
        double difference = Float.compare(x[i], y[i]) == 0 ? 0 : Math.abs((double) x[i] - y[i]);
        sum += difference;
        if (difference > largest || (Double.isNaN(difference) && !Double.isNaN(largest))) {
          largest = difference;
          at = i;
        }
      }
      return new Difference(name, largest, sum / Math.max(1, x.length), at, x[at], y[at]);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "  %s  largest %.3g at %d (%s -> %s)  mean %.3g",
          name,
          largest,
          at,
          x,
          y,
          mean);
    }
  }
}
