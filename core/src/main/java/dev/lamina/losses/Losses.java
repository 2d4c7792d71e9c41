package dev.lamina.losses;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Losses by Keras's names, with Keras's defaults.
 *
 * <pre>{@code
 * Loss loss = Losses.get("mse");
 * }</pre>
 */
public final class Losses {
  private static final Map<String, Function<ConfigReader, Loss>> BY_CLASS = byClass();
  private static final Choices<String> ALL =
      Choices.ofClasses("loss", BY_CLASS.keySet(), Names::snakeCase)
          .withAliases(
              Map.of(
                  "bce", "binary_crossentropy",
                  "mse", "mean_squared_error",
                  "mae", "mean_absolute_error"))
          .withAbsent(
              "binary_focal_crossentropy",
              "categorical_focal_crossentropy",
              "categorical_generalized_cross_entropy",
              "categorical_hinge",
              "hinge",
              "squared_hinge",
              "huber",
              "log_cosh",
              "kl_divergence",
              "kld",
              "poisson",
              "cosine_similarity",
              "mape",
              "msle",
              "mean_absolute_percentage_error",
              "mean_squared_logarithmic_error",
              "dice",
              "tversky",
              "circle",
              "ctc");

  private Losses() {}

  /**
   * The loss of this name: sparse_categorical_crossentropy, categorical_crossentropy,
   * binary_crossentropy (bce), mean_squared_error (mse) or mean_absolute_error (mae). Class names
   * are known too.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Loss get(String name) {
    return from(ConfigReader.ofDefaults(ALL.get(name)));
  }

  /**
   * The loss that a config stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Loss from(ConfigReader reader) {
    reader.ignore("name", "fn");
    reader.only("reduction", "sum_over_batch_size", "auto");
    reader.only("dtype", "float32");
    Loss loss = reader.make(Loss.class, BY_CLASS);
    reader.finish();
    return loss;
  }

  /** The start of a loss's config: the name Keras gives it, and the mean over the batch. */
  static Config baseConfig(String className) {
    return Config.of(className)
        .with("name", Names.snakeCase(className))
        .with("reduction", "sum_over_batch_size");
  }

  private static Map<String, Function<ConfigReader, Loss>> byClass() {
    Map<String, Function<ConfigReader, Loss>> table = new LinkedHashMap<>();
    table.put("SparseCategoricalCrossentropy", SparseCategoricalCrossentropy::from);
    table.put("CategoricalCrossentropy", CategoricalCrossentropy::from);
    table.put("BinaryCrossentropy", BinaryCrossentropy::from);
    table.put("MeanSquaredError", MeanSquaredError::from);
    table.put("MeanAbsoluteError", MeanAbsoluteError::from);
    return table;
  }
}
