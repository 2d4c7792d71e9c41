package dev.lamina.metrics;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.config.Names;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final String ACCURACY = "accuracy";
  private static final Map<String, Function<ConfigReader, Metric>> BY_CLASS = byClass();
  private static final Choices<String> ALL =
      Choices.ofClasses("metric", names(), Names::snakeCase)
          .withAliases(
              Map.of(
                  "acc", ACCURACY,
                  "bce", "binary_crossentropy",
                  "mse", "mean_squared_error",
                  "mae", "mean_absolute_error",
                  "mape", "mean_absolute_percentage_error",
                  "msle", "mean_squared_logarithmic_error",
                  "kld", "kl_divergence",
                  "logcosh", "log_cosh_error",
                  "cosine_proximity", "cosine_similarity"))
          .withAbsent("PearsonCorrelation", "ConcordanceCorrelation", "Mean", "Sum");

  private Metrics() {}

  /**
   * The metric of this name, with Keras's defaults: the name of a class of this package in snake
   * case, such as {@code auc} or {@code sparse_categorical_accuracy}, or bce, mse or mae. Class
   * names are known too. The name is also that in the history.
   *
   * @throws IllegalArgumentException listing the right names; also for {@code accuracy}, which
   *     needs {@link #resolve}
   */
  public static Metric get(String name) {
    String className = ALL.get(name);
    if (className.equals(ACCURACY)) {
      throw new IllegalArgumentException(
          "metric \""
              + name
              + "\" depends on the model's output; give it by name to compile, or choose"
              + " binary_accuracy, categorical_accuracy or sparse_categorical_accuracy");
    }
    return from(new ConfigReader(Config.of(className).with("name", name), CustomObjects.none()));
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
      return new BinaryAccuracy().named(name);
    }
    boolean sparse = loss.isSparse() || target.rank() < output.rank() || target.dim(-1) == 1;
    return sparse
        ? new SparseCategoricalAccuracy().named(name)
        : new CategoricalAccuracy().named(name);
  }

  /**
   * The metric that a config stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Metric from(ConfigReader reader) {
    if (reader.className().endsWith("IoU")) {
      reader.only("dtype", "float32", "int", "int32"); // the default of these is "int"
    } else {
      reader.only("dtype", "float32");
    }
    Metric metric = reader.make(Metric.class, BY_CLASS);
    reader.finish();
    return metric;
  }

  /** The argument {@code name}; by default what Keras makes of the class name. */
  static String name(ConfigReader reader) {
    return reader.text("name", Names.snakeCase(reader.className()));
  }

  /** What can be chosen by name: "accuracy", which stands for several classes, and the classes. */
  private static List<String> names() {
    List<String> names = new ArrayList<>(BY_CLASS.keySet());
    names.remove("MeanMetricWrapper"); // made of a loss
    names.add(0, ACCURACY);
    return names;
  }

  private static Map<String, Function<ConfigReader, Metric>> byClass() {
    Map<String, Function<ConfigReader, Metric>> table = new LinkedHashMap<>();
    table.put("BinaryAccuracy", BinaryAccuracy::from);
    table.put("CategoricalAccuracy", CategoricalAccuracy::from);
    table.put("SparseCategoricalAccuracy", SparseCategoricalAccuracy::from);
    table.put("TopKCategoricalAccuracy", TopKCategoricalAccuracy::from);
    table.put("SparseTopKCategoricalAccuracy", SparseTopKCategoricalAccuracy::from);
    table.put("MeanSquaredError", MeanSquaredError::from);
    table.put("MeanAbsoluteError", MeanAbsoluteError::from);
    table.put("MeanAbsolutePercentageError", MeanAbsolutePercentageError::from);
    table.put("MeanSquaredLogarithmicError", MeanSquaredLogarithmicError::from);
    table.put("LogCoshError", LogCoshError::from);
    table.put("CosineSimilarity", CosineSimilarity::from);
    table.put("R2Score", R2Score::from);
    table.put("Hinge", Hinge::from);
    table.put("SquaredHinge", SquaredHinge::from);
    table.put("CategoricalHinge", CategoricalHinge::from);
    table.put("KLDivergence", KLDivergence::from);
    table.put("Poisson", Poisson::from);
    table.put("FBetaScore", FBetaScore::from);
    table.put("SensitivityAtSpecificity", SensitivityAtSpecificity::from);
    table.put("SpecificityAtSensitivity", SpecificityAtSensitivity::from);
    table.put("PrecisionAtRecall", PrecisionAtRecall::from);
    table.put("RecallAtPrecision", RecallAtPrecision::from);
    table.put("MeanMetricWrapper", MeanMetricWrapper::from);
    table.put("BinaryCrossentropy", BinaryCrossentropy::from);
    table.put("CategoricalCrossentropy", CategoricalCrossentropy::from);
    table.put("SparseCategoricalCrossentropy", SparseCategoricalCrossentropy::from);
    table.put("RootMeanSquaredError", RootMeanSquaredError::from);
    table.put("TruePositives", TruePositives::from);
    table.put("FalsePositives", FalsePositives::from);
    table.put("TrueNegatives", TrueNegatives::from);
    table.put("FalseNegatives", FalseNegatives::from);
    table.put("Precision", Precision::from);
    table.put("Recall", Recall::from);
    table.put("AUC", AUC::from);
    table.put("F1Score", F1Score::from);
    table.put("IoU", IoU::from);
    table.put("BinaryIoU", BinaryIoU::from);
    table.put("MeanIoU", MeanIoU::from);
    table.put("OneHotIoU", OneHotIoU::from);
    table.put("OneHotMeanIoU", OneHotMeanIoU::from);
    return table;
  }
}
