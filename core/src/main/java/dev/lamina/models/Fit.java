package dev.lamina.models;

import dev.lamina.callbacks.Callback;
import dev.lamina.datasets.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@link Model#fit}, with Keras's defaults: batches of 32, shuffled, no
 * validation.
 *
 * <pre>{@code
 * Fit fit = Fit.epochs(5).batchSize(128).validation(test).callbacks(new ProgressBar());
 * }</pre>
 *
 * @param epochs how often to go through the data
 * @param batchSize samples per step
 * @param shuffle whether each epoch takes the samples in another order
 * @param seed of that order; null takes the model's
 * @param validation data to evaluate on after each epoch
 * @param validationSplit the fraction taken off the end of the training data for that, or 0; as in
 *     Keras nothing is shuffled before, so samples that are sorted by class leave whole classes out
 *     of training: call {@link Dataset#shuffled} first
 * @param classWeights the weight of each class in the loss; classes left out weigh 1
 * @param callbacks told of progress, in this order
 */
public record Fit(
    int epochs,
    int batchSize,
    boolean shuffle,
    @Nullable Long seed,
    @Nullable Dataset validation,
    double validationSplit,
    Map<Integer, Double> classWeights,
    List<Callback> callbacks) {

  public Fit {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be >= 1, received " + epochs);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1, received " + batchSize);
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be in [0, 1), received " + validationSplit);
    }
    if (validation != null && validationSplit > 0) {
      throw new IllegalArgumentException(
          "received both validation data and a validation split; give one of them");
    }
    classWeights.forEach(
        (label, weight) -> {
          if (label < 0 || !(weight >= 0) || weight.isInfinite()) {
            throw new IllegalArgumentException(
                "class weights must map labels >= 0 to numbers >= 0, received %d = %s"
                    .formatted(label, weight));
          }
        });
    classWeights = Map.copyOf(classWeights);
    callbacks = List.copyOf(callbacks);
  }

  public static Fit epochs(int epochs) {
    return new Fit(epochs, 32, true, null, null, 0, Map.of(), List.of());
  }

  public Fit batchSize(int batchSize) {
    return new Fit(
        epochs, batchSize, shuffle, seed, validation, validationSplit, classWeights, callbacks);
  }

  public Fit shuffle(boolean shuffle) {
    return new Fit(
        epochs, batchSize, shuffle, seed, validation, validationSplit, classWeights, callbacks);
  }

  public Fit seed(long seed) {
    return new Fit(
        epochs, batchSize, shuffle, seed, validation, validationSplit, classWeights, callbacks);
  }

  public Fit validation(Dataset validation) {
    return new Fit(
        epochs, batchSize, shuffle, seed, validation, validationSplit, classWeights, callbacks);
  }

  public Fit validationSplit(double fraction) {
    return new Fit(epochs, batchSize, shuffle, seed, validation, fraction, classWeights, callbacks);
  }

  public Fit classWeights(Map<Integer, Double> classWeights) {
    return new Fit(
        epochs, batchSize, shuffle, seed, validation, validationSplit, classWeights, callbacks);
  }

  /** Adds callbacks. */
  public Fit callbacks(Callback... more) {
    List<Callback> all = new ArrayList<>(callbacks);
    all.addAll(List.of(more));
    return new Fit(
        epochs, batchSize, shuffle, seed, validation, validationSplit, classWeights, all);
  }
}
