package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.losses.UnsupportedLoss;
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
    for (OutputGoal output : compilation.outputs()) {
      if (output.loss() instanceof UnsupportedLoss loss) {
        throw notSaved("loss", loss.config());
      }
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
      losses.add(loss == null ? null : KerasObject.toJson(loss.config(), KerasObject.Kind.LOSS));
      metrics.add(toJson(output.metrics()));
      weighted.add(toJson(output.weightedMetrics()));
    }
    boolean isWeighted = outputs.stream().anyMatch(output -> !output.weightedMetrics().isEmpty());
    boolean evenly = outputs.stream().allMatch(output -> output.weight() == 1);
    json.put("loss", isOne ? losses.get(0) : losses);
    json.put("loss_weights", evenly ? null : outputs.stream().map(OutputGoal::weight).toList());
    json.put("metrics", isOne ? metrics.get(0) : metrics);
    json.put("weighted_metrics", !isWeighted ? null : isOne ? weighted.get(0) : weighted);
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
    Object given = PerOutput.of(json.get("loss"), names, output);
    Object weight = PerOutput.of(json.get("loss_weights"), names, output);
    if (given == null && names.size() > 1) {
      return new OutputGoal(null, 1, List.of(), List.of());
    }
    Loss loss = loss(given);
    Shape shape = model.outputShapes().get(output);
    List<Metric> metrics = new ArrayList<>();
    metrics(PerOutput.metrics(json.get("metrics"), names, output), loss, shape, metrics);
    List<Metric> weighted = new ArrayList<>();
    metrics(PerOutput.metrics(json.get("weighted_metrics"), names, output), loss, shape, weighted);
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

  private Loss loss(@Nullable Object value) {
    try {
      if (value instanceof String name) {
        return Losses.get(name);
      }
      Config config = KerasObject.config(value, "the loss", options.customObjects());
      return Losses.from(new ConfigReader(config, options.customObjects()));
    } catch (LaminaException | IllegalArgumentException e) {
      Config config = configOf(value);
      String why = why("loss", config, e);
      problems.add(why + "; training and evaluating need another loss");
      return new UnsupportedLoss(config, why);
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

  private Metric metric(Object value, Loss loss, Shape output) {
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
