package dev.lamina.metrics;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Names;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Metrics by Keras's names, with Keras's defaults.
 *
 * <pre>{@code
 * Metric metric = Metrics.get("mae");
 * }</pre>
 */
public final class Metrics {
  private static final Choices<Function<String, Metric>> ALL =
      Choices.of("metric", byName())
          .withAliases(
              Map.of("acc", "accuracy", "mse", "mean_squared_error", "mae", "mean_absolute_error"))
          .withAbsent(
              "AUC",
              "F1Score",
              "FBetaScore",
              "Precision",
              "Recall",
              "PrecisionAtRecall",
              "RecallAtPrecision",
              "SensitivityAtSpecificity",
              "SpecificityAtSensitivity",
              "TruePositives",
              "TrueNegatives",
              "FalsePositives",
              "FalseNegatives",
              "IoU",
              "BinaryIoU",
              "MeanIoU",
              "OneHotIoU",
              "OneHotMeanIoU",
              "binary_crossentropy",
              "categorical_crossentropy",
              "sparse_categorical_crossentropy",
              "bce",
              "mape",
              "msle",
              "mean_absolute_percentage_error",
              "mean_squared_logarithmic_error",
              "root_mean_squared_error",
              "R2Score",
              "hinge",
              "squared_hinge",
              "categorical_hinge",
              "cosine_similarity",
              "kl_divergence",
              "kld",
              "log_cosh",
              "log_cosh_error",
              "poisson",
              "huber",
              "Mean",
              "Sum");

  private Metrics() {}

  /**
   * The metric of this name: binary_accuracy, categorical_accuracy, sparse_categorical_accuracy,
   * top_k_categorical_accuracy, sparse_top_k_categorical_accuracy, mean_squared_error (mse) or
   * mean_absolute_error (mae). Class names are known too. The name is also that in the history.
   *
   * @throws IllegalArgumentException listing the right names; also for {@code accuracy}, which
   *     needs {@link #resolve}
   */
  public static Metric get(String name) {
    return ALL.get(name).apply(name);
  }

  /**
   * The metric of this name for these shapes. As in Keras, {@code accuracy} (or {@code acc}) is
   * {@link BinaryAccuracy} where the output's last axis has size 1, {@link
   * SparseCategoricalAccuracy} where targets are class indices, else {@link CategoricalAccuracy}.
   *
   * @param target the shape of one sample's target
   * @param output the shape of one sample's prediction
   * @throws IllegalArgumentException listing the right names
   */
  public static Metric resolve(String name, Loss loss, Shape target, Shape output) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.equals("accuracy") && !lower.equals("acc")) {
      return get(name);
    }
    int classes = output.rank() == 0 ? 1 : output.dim(-1);
    if (classes == 1) {
      return new BinaryAccuracy(name, 0.5);
    }
    boolean sparse = loss.isSparse() || target.rank() < output.rank() || target.dim(-1) == 1;
    return sparse ? new SparseCategoricalAccuracy(name) : new CategoricalAccuracy(name);
  }

  /**
   * The metric that a config stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Metric from(ConfigReader reader) {
    reader.only("dtype", "float32");
    Metric metric = reader.make(Metric.class, BY_CLASS);
    reader.finish();
    return metric;
  }

  private static final Map<String, Function<ConfigReader, Metric>> BY_CLASS =
      Map.of(
          "BinaryAccuracy",
          r -> new BinaryAccuracy(name(r), r.number("threshold", 0.5)),
          "CategoricalAccuracy",
          r -> new CategoricalAccuracy(name(r)),
          "SparseCategoricalAccuracy",
          r -> new SparseCategoricalAccuracy(name(r)),
          "TopKCategoricalAccuracy",
          r -> new TopKCategoricalAccuracy(name(r), r.integer("k", 5)),
          "SparseTopKCategoricalAccuracy",
          r -> {
            r.only("from_sorted_ids", false);
            return new SparseTopKCategoricalAccuracy(name(r), r.integer("k", 5));
          },
          "MeanSquaredError",
          r -> new MeanSquaredError(name(r)),
          "MeanAbsoluteError",
          r -> new MeanAbsoluteError(name(r)));

  private static String name(ConfigReader reader) {
    return reader.text("name", Names.snakeCase(reader.className()));
  }

  /** The start of a metric's config, in Keras's order. */
  static Config baseConfig(String className, String name) {
    return Config.of(className).with("name", name).with("dtype", "float32");
  }

  private static Map<String, Function<String, Metric>> byName() {
    Map<String, Function<String, Metric>> byName = new LinkedHashMap<>();
    byName.put(
        "accuracy",
        name -> {
          throw new IllegalArgumentException(
              "metric \""
                  + name
                  + "\" depends on the model's output; give it by name to compile, or choose"
                  + " binary_accuracy, categorical_accuracy or sparse_categorical_accuracy");
        });
    byName.put("binary_accuracy", name -> new BinaryAccuracy(name, 0.5));
    byName.put("categorical_accuracy", CategoricalAccuracy::new);
    byName.put("sparse_categorical_accuracy", SparseCategoricalAccuracy::new);
    byName.put("top_k_categorical_accuracy", name -> new TopKCategoricalAccuracy(name, 5));
    byName.put(
        "sparse_top_k_categorical_accuracy", name -> new SparseTopKCategoricalAccuracy(name, 5));
    byName.put("mean_squared_error", MeanSquaredError::new);
    byName.put("mean_absolute_error", MeanAbsoluteError::new);
    return byName;
  }
}
