package dev.lamina.models;

import dev.lamina.CheckReturnValue;
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
@CheckReturnValue
public final class Fit {
  private final int epochs;
  private int batchSize = 32;
  private boolean shuffle = true;
  private @Nullable Long seed;
  private @Nullable Dataset validation;
  private double validationSplit;
  private Map<Integer, Double> classWeights = Map.of();
  private float @Nullable [] sampleWeights;
  private List<Callback> callbacks = List.of();

  private Fit(int epochs) {
    this.epochs = epochs;
  }

  private Fit(Fit other) {
    epochs = other.epochs;
    batchSize = other.batchSize;
    shuffle = other.shuffle;
    seed = other.seed;
    validation = other.validation;
    validationSplit = other.validationSplit;
    classWeights = other.classWeights;
    sampleWeights = other.sampleWeights;
    callbacks = other.callbacks;
  }

  /**
   * Goes through the data so often.
   *
   * @throws IllegalArgumentException below 1
   */
  public static Fit epochs(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be >= 1, received " + epochs);
    }
    return new Fit(epochs);
  }

  /**
   * A copy with so many samples per step, 32 by default.
   *
   * @throws IllegalArgumentException below 1
   */
  public Fit batchSize(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1, received " + batchSize);
    }
    Fit copy = new Fit(this);
    copy.batchSize = batchSize;
    return copy;
  }

  /** A copy that takes the samples in another order in each epoch, the default, or not. */
  public Fit shuffle(boolean shuffle) {
    Fit copy = new Fit(this);
    copy.shuffle = shuffle;
    return copy;
  }

  /** A copy with a seed of its own for the order of samples, instead of the model's. */
  public Fit seed(long seed) {
    Fit copy = new Fit(this);
    copy.seed = seed;
    return copy;
  }

  /**
   * A copy that evaluates on this data after each epoch, with the weights of its samples.
   *
   * @throws IllegalArgumentException if there is a validation split
   */
  public Fit validation(Dataset validation) {
    Fit copy = new Fit(this);
    copy.validation = validation;
    return copy.checked();
  }

  /**
   * A copy that takes this fraction off the end of the training data for validation. As in Keras
   * nothing is shuffled before, so samples that are sorted by class leave whole classes out of
   * training: call {@link Dataset#shuffled} first.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1, without 1, or there is validation
   *     data
   */
  public Fit validationSplit(double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException("validationSplit must be in [0, 1), received " + fraction);
    }
    Fit copy = new Fit(this);
    copy.validationSplit = fraction;
    return copy.checked();
  }

  private Fit checked() {
    if (validation != null && validationSplit > 0) {
      throw new IllegalArgumentException(
          "received both validation data and a validation split; give one of them");
    }
    return this;
  }

  /**
   * A copy with the weight of each class in the loss and in weighted metrics of training; classes
   * left out weigh 1. Where samples have weights too, both are multiplied.
   *
   * @throws IllegalArgumentException if a label or a weight is below 0
   */
  public Fit classWeights(Map<Integer, Double> classWeights) {
    classWeights.forEach(
        (label, weight) -> {
          if (label < 0 || !(weight >= 0) || weight.isInfinite()) {
            throw new IllegalArgumentException(
                "class weights must map labels >= 0 to numbers >= 0, received %d = %s"
                    .formatted(label, weight));
          }
        });
    Fit copy = new Fit(this);
    copy.classWeights = Map.copyOf(classWeights);
    return copy;
  }

  /**
   * A copy with the weight of each sample of the training data, in its order, in place of the data
   * set's own; what a validation split takes off keeps them. As in Keras, the loss is the sum of
   * weights times losses divided by the number of samples.
   *
   * @param weights numbers &gt;= 0, as many as samples
   */
  public Fit sampleWeights(float... weights) {
    Fit copy = new Fit(this);
    copy.sampleWeights = weights.clone();
    return copy;
  }

  /** A copy with more callbacks, told of progress behind those there are. */
  public Fit callbacks(Callback... more) {
    List<Callback> all = new ArrayList<>(callbacks);
    all.addAll(List.of(more));
    Fit copy = new Fit(this);
    copy.callbacks = List.copyOf(all);
    return copy;
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
