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
 */
public final class Fit {
  private final int epochs;
  private final int batchSize;
  private final boolean shuffle;
  private final @Nullable Long seed;
  private final @Nullable Dataset validation;
  private final double validationSplit;
  private final Map<Integer, Double> classWeights;
  private final float @Nullable [] sampleWeights;
  private final List<Callback> callbacks;

  private Fit(
      int epochs,
      int batchSize,
      boolean shuffle,
      @Nullable Long seed,
      @Nullable Dataset validation,
      double validationSplit,
      Map<Integer, Double> classWeights,
      float @Nullable [] sampleWeights,
      List<Callback> callbacks) {
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
    this.epochs = epochs;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.seed = seed;
    this.validation = validation;
    this.validationSplit = validationSplit;
    this.classWeights = Map.copyOf(classWeights);
    this.sampleWeights = sampleWeights;
    this.callbacks = List.copyOf(callbacks);
  }

  /**
   * Goes through the data so often.
   *
   * @throws IllegalArgumentException below 1
   */
  public static Fit epochs(int epochs) {
    return new Fit(epochs, 32, true, null, null, 0, Map.of(), null, List.of());
  }

  /** A copy with so many samples per step, 32 by default. */
  public Fit batchSize(int batchSize) {
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        validationSplit,
        classWeights,
        sampleWeights,
        callbacks);
  }

  /** A copy that takes the samples in another order in each epoch, the default, or not. */
  public Fit shuffle(boolean shuffle) {
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        validationSplit,
        classWeights,
        sampleWeights,
        callbacks);
  }

  /** A copy with a seed of its own for the order of samples, instead of the model's. */
  public Fit seed(long seed) {
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        validationSplit,
        classWeights,
        sampleWeights,
        callbacks);
  }

  /** A copy that evaluates on this data after each epoch, with the weights of its samples. */
  public Fit validation(Dataset validation) {
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        validationSplit,
        classWeights,
        sampleWeights,
        callbacks);
  }

  /** A copy that takes this fraction off the end of the training data for validation. */
  public Fit validationSplit(double fraction) {
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        fraction,
        classWeights,
        sampleWeights,
        callbacks);
  }

  /**
   * A copy with the weight of each class in the loss and in weighted metrics of training; classes
   * left out weigh 1. Where samples have weights too, both are multiplied.
   */
  public Fit classWeights(Map<Integer, Double> classWeights) {
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        validationSplit,
        classWeights,
        sampleWeights,
        callbacks);
  }

  /**
   * A copy with the weight of each sample of the training data, in its order, in place of the data
   * set's own; what a validation split takes off keeps them. As in Keras, the loss is the sum of
   * weights times losses divided by the number of samples.
   *
   * @param weights numbers &gt;= 0, as many as samples
   */
  public Fit sampleWeights(float... weights) {
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        validationSplit,
        classWeights,
        weights.clone(),
        callbacks);
  }

  /** A copy with more callbacks. */
  public Fit callbacks(Callback... more) {
    List<Callback> all = new ArrayList<>(callbacks);
    all.addAll(List.of(more));
    return new Fit(
        epochs,
        batchSize,
        shuffle,
        seed,
        validation,
        validationSplit,
        classWeights,
        sampleWeights,
        all);
  }

  /** How often to go through the data. */
  public int epochs() {
    return epochs;
  }

  /** Samples per step. */
  public int batchSize() {
    return batchSize;
  }

  /** Whether each epoch takes the samples in another order. */
  public boolean shuffle() {
    return shuffle;
  }

  /** The seed of that order; null takes the model's. */
  public @Nullable Long seed() {
    return seed;
  }

  /** What to evaluate on after each epoch. */
  public @Nullable Dataset validation() {
    return validation;
  }

  /** The fraction taken off the end of the training data for validation, or 0. */
  public double validationSplit() {
    return validationSplit;
  }

  /** The weights of classes; those left out weigh 1. */
  public Map<Integer, Double> classWeights() {
    return classWeights;
  }

  /** Told of progress, in this order. */
  public List<Callback> callbacks() {
    return callbacks;
  }

  /** The data with this fit's weights of samples, if it has any. */
  Dataset weigh(Dataset data) {
    return sampleWeights == null ? data : data.withSampleWeights(sampleWeights);
  }

  /** For people, such as {@code 5 epochs in batches of 128, shuffled}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(epochs).append(epochs == 1 ? " epoch" : " epochs");
    text.append(" in batches of ").append(batchSize).append(shuffle ? ", shuffled" : ", in order");
    if (seed != null) {
      text.append(" by seed ").append(seed);
    }
    if (validation != null) {
      text.append(", validation on ").append(validation);
    } else if (validationSplit > 0) {
      text.append(", validation on the last ").append(validationSplit).append(" of the data");
    }
    if (!classWeights.isEmpty()) {
      text.append(", class weights ").append(classWeights);
    }
    if (sampleWeights != null) {
      text.append(", ").append(sampleWeights.length).append(" sample weights");
    }
    if (!callbacks.isEmpty()) {
      text.append(", callbacks ").append(callbacks);
    }
    return text.toString();
  }
}
