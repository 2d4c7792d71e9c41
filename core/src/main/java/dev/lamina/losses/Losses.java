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
  private static final Choices<Loss> ALL =
      Choices.of("loss", byName())
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
    return ALL.get(name);
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

  private static final Map<String, Function<ConfigReader, Loss>> BY_CLASS =
      Map.of(
          "SparseCategoricalCrossentropy",
          r -> {
            r.only("ignore_class");
            r.only("axis", -1);
            return new SparseCategoricalCrossentropy(r.flag("from_logits", false));
          },
          "CategoricalCrossentropy",
          r -> {
            r.only("axis", -1);
            return new CategoricalCrossentropy(
                r.flag("from_logits", false), r.number("label_smoothing", 0));
          },
          "BinaryCrossentropy",
          r -> {
            r.only("axis", -1);
            return new BinaryCrossentropy(
                r.flag("from_logits", false), r.number("label_smoothing", 0));
          },
          "MeanSquaredError",
          r -> new MeanSquaredError(),
          "MeanAbsoluteError",
          r -> new MeanAbsoluteError());

  /** The start of a loss's config: the name Keras gives it, and the mean over the batch. */
  static Config baseConfig(String className) {
    return Config.of(className)
        .with("name", Names.snakeCase(className))
        .with("reduction", "sum_over_batch_size");
  }

  private static Map<String, Loss> byName() {
    Map<String, Loss> byName = new LinkedHashMap<>();
    byName.put("sparse_categorical_crossentropy", new SparseCategoricalCrossentropy());
    byName.put("categorical_crossentropy", new CategoricalCrossentropy());
    byName.put("binary_crossentropy", new BinaryCrossentropy());
    byName.put("mean_squared_error", new MeanSquaredError());
    byName.put("mean_absolute_error", new MeanAbsoluteError());
    return byName;
  }
}
