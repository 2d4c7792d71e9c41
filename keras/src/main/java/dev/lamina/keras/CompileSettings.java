package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.models.Compilation;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Optimizer, loss and metrics as Keras's {@code compile_config}, and back. */
final class CompileSettings {
  private CompileSettings() {}

  static Map<String, @Nullable Object> toJson(Model model) {
    Compilation compilation = model.compilation();
    Config optimizer = compilation.optimizer().config().with("learning_rate", model.learningRate());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("optimizer", KerasObject.toJson(optimizer, KerasObject.Kind.OPTIMIZER));
    json.put("loss", KerasObject.toJson(compilation.loss().config(), KerasObject.Kind.LOSS));
    json.put("loss_weights", null);
    json.put("metrics", toJson(compilation.metrics()));
    boolean weighted = !compilation.weightedMetrics().isEmpty();
    json.put("weighted_metrics", weighted ? toJson(compilation.weightedMetrics()) : null);
    json.put("run_eagerly", false);
    json.put("steps_per_execution", 1);
    json.put("jit_compile", false);
    return json;
  }

  private static List<Map<String, @Nullable Object>> toJson(List<Metric> metrics) {
    return metrics.stream()
        .map(metric -> KerasObject.toJson(metric.config(), KerasObject.Kind.METRIC))
        .toList();
  }

  /** Compiles the model. Keras 2 calls the optimizer {@code optimizer_config}. */
  static void apply(Map<String, @Nullable Object> json, Model model, LoadOptions options) {
    if (json.get("optimizer") == null && json.get("optimizer_config") == null) {
      return; // the model was not compiled
    }
    try {
      Object given = json.get("optimizer");
      Optimizer optimizer =
          optimizer(given != null ? given : json.get("optimizer_config"), options);
      Loss loss = loss(json.get("loss"), options);
      List<Metric> metrics = new ArrayList<>();
      metrics(json.get("metrics"), loss, model, options, metrics);
      List<Metric> weighted = new ArrayList<>();
      metrics(json.get("weighted_metrics"), loss, model, options, weighted);
      Object lossWeights = json.get("loss_weights");
      if (lossWeights != null && !(lossWeights instanceof List<?> list && list.isEmpty())) {
        throw new UnsupportedConfigException("loss_weights are not supported");
      }
      model.compile(new Compilation(optimizer, loss, metrics, weighted));
    } catch (LaminaException | IllegalArgumentException e) {
      throw new LaminaException(
          "the compile settings: %s (load without them: LoadOptions.defaults().compile(false))"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static Optimizer optimizer(@Nullable Object value, LoadOptions options) {
    if (value instanceof String name) {
      return Optimizers.get(name);
    }
    Config config = KerasObject.config(value, "the optimizer", options.customObjects());
    return Optimizers.from(new ConfigReader(config, options.customObjects()));
  }

  private static Loss loss(@Nullable Object value, LoadOptions options) {
    if (value instanceof String name) {
      return Losses.get(name);
    }
    Config config = KerasObject.config(value, "the loss", options.customObjects());
    return Losses.from(new ConfigReader(config, options.customObjects()));
  }

  /** Lists of lists hold the metrics of each output. */
  private static void metrics(
      @Nullable Object value, Loss loss, Model model, LoadOptions options, List<Metric> to) {
    if (value instanceof List<?> list) {
      if (list.size() > 100) {
        throw new LaminaException("received %d metrics".formatted(list.size()));
      }
      for (Object each : list) {
        metrics(each, loss, model, options, to);
      }
    } else if (value instanceof String name) {
      var output = model.outputShape();
      to.add(Metrics.resolve(name, loss, loss.targetShape(output), output));
    } else if (value != null) {
      Config config = KerasObject.config(value, "a metric", options.customObjects());
      to.add(Metrics.from(new ConfigReader(config, options.customObjects())));
    }
  }
}
