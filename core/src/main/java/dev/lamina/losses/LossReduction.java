package dev.lamina.losses;

import dev.lamina.config.Choices;
import dev.lamina.config.UnsupportedConfigException;
import java.util.Locale;

/**
 * What becomes of a batch's losses, of which each sample has one for each of its positions, as in
 * Keras. Training and evaluation report the mean of the batches' losses, each counted by its number
 * of samples.
 */
public enum LossReduction {
  /** The mean over all positions of all samples, whatever they weigh; the default. */
  SUM_OVER_BATCH_SIZE,
  /** The sum, so that the learning rate should be smaller for larger batches. */
  SUM,
  /** The same as {@link #SUM_OVER_BATCH_SIZE}. */
  MEAN,
  /** The sum over the sum of the samples' weights; without weights the mean. */
  MEAN_WITH_SAMPLE_WEIGHT;

  private static final Choices<LossReduction> BY_NAME =
      Choices.of("reduction", LossReduction.class);

  /**
   * The reduction of this name in Keras; {@code auto}, Keras 2's default, is {@link
   * #SUM_OVER_BATCH_SIZE}.
   *
   * @throws UnsupportedConfigException for {@code none}, as training needs one number
   * @throws IllegalArgumentException listing the right names
   */
  public static LossReduction of(String name) {
    if (name.equalsIgnoreCase("none")) {
      throw new UnsupportedConfigException(
          "reduction=none is not supported, as what is minimized must be one number; choose sum_over_batch_size or sum");
    }
    return name.equals("auto") ? SUM_OVER_BATCH_SIZE : BY_NAME.get(name);
  }

  /** The name, as in Keras. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
