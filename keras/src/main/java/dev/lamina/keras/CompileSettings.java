package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.losses.UnsupportedLoss;
import dev.lamina.metrics.MeanMetricWrapper;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.models.Compilation;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.OutputGoal;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import dev.lamina.optimizers.UnsupportedOptimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Optimizer, loss and metrics as Keras's {@code compile_config}, and back. What Lamina lacks is
 * collected, and is an error at the end unless the caller is tolerant.
 */
final class CompileSettings {
  private static final String LOSS = "loss";
  private static final String METRICS = "metrics";
  private static final String WEIGHTED_METRICS = "weighted_metrics";

  private final Model model;
  private final LoadOptions options;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>(); // what makes no error

  private CompileSettings(Model model, LoadOptions options) {
    this.model = model;
    this.options = options;
  }

  static Map<String, @Nullable Object> toJson(Model model) {
    Compilation compilation = model.compilation();
    if (compilation.optimizer() instanceof UnsupportedOptimizer) {
      throw notSaved("optimizer", compilation.optimizer().config());
    }
    Config optimizer = compilation.optimizer().config();
    if (compilation.optimizer().learningRateSchedule() == null) {
      optimizer = optimizer.with("learning_rate", model.learningRate());
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("optimizer", KerasObject.toJson(optimizer, KerasObject.Kind.OPTIMIZER));
    List<OutputGoal> outputs = compilation.outputs();
    boolean isOne = outputs.size() == 1;
    List<@Nullable Object> losses = new ArrayList<>();
    List<Object> metrics = new ArrayList<>();
    List<Object> weighted = new ArrayList<>();
    for (OutputGoal output : outputs) {
      Loss loss = output.loss();
      if (loss instanceof UnsupportedLoss unknown) { // as the file had it
        losses.add(unknown.settings().get(LOSS));
        metrics.add(list(unknown.settings().get(METRICS)));
        weighted.add(list(unknown.settings().get(WEIGHTED_METRICS)));
        continue;
      }
      losses.add(loss == null ? null : KerasObject.toJson(loss.config(), KerasObject.Kind.LOSS));
      metrics.add(toJson(output.metrics()));
      weighted.add(toJson(output.weightedMetrics()));
    }
    boolean isWeighted =
        weighted.stream().anyMatch(each -> each instanceof List<?> given && !given.isEmpty());
    boolean evenly = outputs.stream().allMatch(output -> output.weight() == 1);
    json.put(LOSS, isOne ? losses.get(0) : losses);
    json.put("loss_weights", evenly ? null : outputs.stream().map(OutputGoal::weight).toList());
    json.put(METRICS, isOne ? metrics.get(0) : metrics);
    json.put(WEIGHTED_METRICS, !isWeighted ? null : isOne ? weighted.get(0) : weighted);
    json.put("run_eagerly", false);
    json.put("steps_per_execution", 1);
    json.put("jit_compile", false);
    return json;
  }

  private static Object list(@Nullable Object value) {
    return value == null ? List.of() : value;
  }

  private static List<Map<String, @Nullable Object>> toJson(List<Metric> metrics) {
    return metrics.stream()
        .map(metric -> KerasObject.toJson(metric.config(), KerasObject.Kind.METRIC))
        .toList();
  }

  private static LaminaException notSaved(String what, Config config) {
    return new LaminaException(
        "the %s %s of the file that the model was loaded from is not supported, and saving would lose it; compile the model with another before saving"
            .formatted(what, config.className()));
  }

  /** Compiles the model. Keras 2 calls the optimizer {@code optimizer_config}. */
  static void apply(Map<String, @Nullable Object> json, Model model, LoadOptions options) {
    Object optimizer = json.get("optimizer");
    if (optimizer == null) {
      optimizer = json.get("optimizer_config");
    }
    if (optimizer != null) { // else the model was not compiled
      new CompileSettings(model, options).apply(json, optimizer);
    }
  }

  private void apply(Map<String, @Nullable Object> json, Object givenOptimizer) {
    Optimizer optimizer = optimizer(givenOptimizer);
    List<OutputGoal> goals = new ArrayList<>();
    List<String> names = model.outputNames();
    for (int i = 0; i < names.size(); i++) {
      goals.add(goal(json, names, i));
    }
    Consumer<String> told = options.tolerant();
    if (told == null && !problems.isEmpty()) {
      throw new LaminaException(refusal(String.join("; ", problems)));
    }
    try {
      model.compile(new Compilation(optimizer, goals));
    } catch (LaminaException | IllegalArgumentException e) {
      throw new LaminaException(refusal(String.valueOf(e.getMessage())), e);
    }
    if (told != null) {
      problems.forEach(told);
      notes.forEach(told);
    }
  }

  private OutputGoal goal(Map<String, @Nullable Object> json, List<String> names, int output) {
    Object given = PerOutput.of(json.get(LOSS), names, output);
    Object weight = PerOutput.of(json.get("loss_weights"), names, output);
    if (given == null && names.size() > 1) {
      return new OutputGoal(null, 1, List.of(), List.of());
    }
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put(LOSS, given);
    settings.put(METRICS, PerOutput.metrics(json.get(METRICS), names, output));
    settings.put(WEIGHTED_METRICS, PerOutput.metrics(json.get(WEIGHTED_METRICS), names, output));
    Loss loss = loss(settings);
    Shape shape = model.outputShapes().get(output);
    List<Metric> metrics = new ArrayList<>();
    metrics(settings.get(METRICS), loss, shape, metrics);
    List<Metric> weighted = new ArrayList<>();
    metrics(settings.get(WEIGHTED_METRICS), loss, shape, weighted);
    return new OutputGoal(
        loss, weight instanceof Number number ? number.doubleValue() : 1, metrics, weighted);
  }

  private static String refusal(String why) {
    return "the compile settings: %s (to load without them: LoadOptions.defaults().compile(false); with those that are supported: LoadOptions.defaults().tolerant(System.err::println))"
        .formatted(why);
  }

  private Optimizer optimizer(Object value) {
    try {
      if (value instanceof String name) {
        return Optimizers.get(name);
      }
      Config config = unscaled(KerasObject.config(value, "the optimizer", options.customObjects()));
      return Optimizers.from(new ConfigReader(config, options.customObjects()));
    } catch (LaminaException | IllegalArgumentException e) {
      Config config = configOf(value);
      String why = why("optimizer", config, e);
      problems.add(why + "; training needs another optimizer");
      return new UnsupportedOptimizer(config, why);
    }
  }

  /**
   * The optimizer that works inside one that scales the loss, which float16 needs and Lamina not.
   */
  private Config unscaled(Config config) {
    if (config.className().equals("LossScaleOptimizer")
        && !options.customObjects().contains(config.className())
        && config.get("inner_optimizer") instanceof Config inner) {
      notes.add(
          "the optimizer LossScaleOptimizer is left out: training goes on with its inner optimizer, %s, without scaling the loss"
              .formatted(inner.className()));
      return inner;
    }
    return config;
  }

  private Loss loss(Map<String, @Nullable Object> settings) {
    Object value = settings.get(LOSS);
    if (value instanceof List<?> list && list.size() == 1) { // of the only output
      value = list.get(0);
    }
    try {
      String name = name(value);
      if (name != null) {
        return Losses.get(name);
      }
      Config config = KerasObject.config(value, "the loss", options.customObjects());
      return Losses.from(new ConfigReader(config, options.customObjects()));
    } catch (LaminaException | IllegalArgumentException e) {
      Config config = configOf(value);
      String why = why("loss", config, e);
      problems.add(why + "; training and evaluating need another loss");
      return new UnsupportedLoss(config, why, settings);
    }
  }

  private void metrics(@Nullable Object value, Loss loss, Shape output, List<Metric> to) {
    if (value instanceof List<?> list) {
      if (list.size() > 100) {
        throw new LaminaException("received %d metrics".formatted(list.size()));
      }
      for (Object each : list) {
        metrics(each, loss, output, to);
      }
    } else if (value != null && !(loss instanceof UnsupportedLoss)) {
      // Without the loss nothing is evaluated, and nobody knows what "accuracy" stands for.
      try {
        to.add(metric(value, loss, output));
      } catch (LaminaException | IllegalArgumentException e) {
        problems.add(why("metric", configOf(value), e) + " and is left out");
      }
    }
  }

  /** The name, or that of a function of Keras's that is not one of the caller's own; else null. */
  private @Nullable String name(@Nullable Object value) {
    return value instanceof String name ? name : function(value);
  }

  private @Nullable String function(@Nullable Object value) {
    return value instanceof Map<?, ?> map
            && "function".equals(map.get("class_name"))
            && map.get("config") instanceof String name
            && "function".equals(map.get("registered_name"))
            && !options.customObjects().contains(name)
        ? name
        : null;
  }

  private Metric metric(Object value, Loss loss, Shape output) {
    String function = function(value);
    if (function != null) {
      return new MeanMetricWrapper(function);
    }
    if (value instanceof String name) {
      return Metrics.resolve(name, loss, loss.targetShape(output), output);
    }
    Config config = KerasObject.config(value, "a metric", options.customObjects());
    return Metrics.from(new ConfigReader(config, options.customObjects()));
  }

  /** What the file says, also where it is no object at all. */
  private Config configOf(@Nullable Object value) {
    try {
      return KerasObject.config(value, "", options.customObjects());
    } catch (LaminaException e) {
      String text = String.valueOf(value);
      return Config.of(text.length() <= 80 ? text : text.substring(0, 77) + "...");
    }
  }

  private static String why(String what, Config config, RuntimeException e) {
    String name = config.className();
    return String.valueOf(e.getMessage()).equals("class %s is not supported".formatted(name))
        ? "the %s %s is not supported".formatted(what, name)
        : "the %s %s is not supported (%s)".formatted(what, name, e.getMessage());
  }
}
