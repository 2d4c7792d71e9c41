package dev.lamina.losses;

import dev.lamina.config.Choices;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Names;
import dev.lamina.config.UnsupportedConfigException;
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
                  "mae", "mean_absolute_error",
                  "mape", "mean_absolute_percentage_error",
                  "msle", "mean_squared_logarithmic_error",
                  "kld", "kl_divergence",
                  "kullback_leibler_divergence", "kl_divergence",
                  "logcosh", "log_cosh",
                  "huber_loss", "huber"))
          .withAbsent("ctc", "circle");

  private Losses() {}

  /**
   * The loss of this name, with Keras's defaults: a class of this package in snake case, such as
   * {@code sparse_categorical_crossentropy} or {@code huber}, or Keras's bce, mse, mae, mape, msle
   * or kld. Class names are known too.
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
    reader.only("dtype", "float32");
    if (reader.className().equals("CTC")) {
      throw new UnsupportedConfigException(
          "class CTC is not supported, as it aligns sequences of characters, not images");
    }
    Loss loss = reader.make(Loss.class, BY_CLASS);
    if (loss instanceof FluentLoss<?> fluent) {
      loss = fluent.readBase(reader);
    } else {
      reader.only("reduction", "sum_over_batch_size", "auto");
    }
    reader.finish();
    return loss;
  }

  private static Map<String, Function<ConfigReader, Loss>> byClass() {
    Map<String, Function<ConfigReader, Loss>> table = new LinkedHashMap<>();
    table.put("SparseCategoricalCrossentropy", SparseCategoricalCrossentropy::from);
    table.put("CategoricalCrossentropy", CategoricalCrossentropy::from);
    table.put("BinaryCrossentropy", BinaryCrossentropy::from);
    table.put("MeanSquaredError", MeanSquaredError::from);
    table.put("MeanAbsoluteError", MeanAbsoluteError::from);
    table.put("MeanAbsolutePercentageError", MeanAbsolutePercentageError::from);
    table.put("MeanSquaredLogarithmicError", MeanSquaredLogarithmicError::from);
    table.put("Huber", Huber::from);
    table.put("LogCosh", LogCosh::from);
    table.put("CosineSimilarity", CosineSimilarity::from);
    table.put("BinaryFocalCrossentropy", BinaryFocalCrossentropy::from);
    table.put("CategoricalFocalCrossentropy", CategoricalFocalCrossentropy::from);
    table.put("CategoricalGeneralizedCrossEntropy", CategoricalGeneralizedCrossEntropy::from);
    table.put("KLDivergence", KLDivergence::from);
    table.put("Poisson", Poisson::from);
    table.put("Hinge", Hinge::from);
    table.put("SquaredHinge", SquaredHinge::from);
    table.put("CategoricalHinge", CategoricalHinge::from);
    table.put("Dice", Dice::from);
    table.put("Tversky", Tversky::from);
    return table;
  }
}
