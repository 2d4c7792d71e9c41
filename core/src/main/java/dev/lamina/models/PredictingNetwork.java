package dev.lamina.models;

import dev.lamina.ShapeException;
import dev.lamina.Tensor;
import dev.lamina.datasets.Dataset;
import dev.lamina.execution.Predictor;
import dev.lamina.plan.StepTime;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The part of a {@link Model} that predicts.
 *
 * <pre>{@code
 * float[] probabilities = model.predict(images);
 * Map<String, Tensor> results = model.predict(Map.of("image", images, "numbers", numbers));
 * }</pre>
 */
public abstract class PredictingNetwork extends WeightedNetwork {
  /** Samples that are evaluated or predicted together unless said otherwise. */
  static final int BATCH = 32;

  /** For this package's kinds of model. */
  PredictingNetwork() {}

  /**
   * The model's outputs for these samples. A sample that holds NaN or an infinity gives NaN
   * everywhere. An array has no shape: all that is checked is that its length is a multiple of a
   * sample's, so four images of 14x14 pass for one of 28x28. {@link #predict(float[], int, int)}
   * checks the number of samples, {@link #predict(Tensor)} the shape.
   *
   * <p>However many samples there are, they run in pieces of at most 32, by plans for powers of two
   * that are made once. With the reference engine an output does not depend on the samples beside
   * it, to the bit. With oneDNN pieces of different sizes may differ in rounding, by less than 1e-5
   * of the largest output, as dense layers add up in another order.
   *
   * @param samples any number of samples one after another, each row-major
   * @return the outputs one after another
   * @throws dev.lamina.LaminaException if a weight holds NaN or an infinity
   */
  public final float[] predict(float[] samples) {
    requireOpen();
    return predict(samples, BATCH);
  }

  /** As {@link #predict(float[])}, in pieces of at most {@code batchSize}. */
  public final float[] predict(float[] samples, int batchSize) {
    requireOpen();
    Predictor predictor = predictor();
    return predictor.predict(samples, predictor.count(samples), batchSize);
  }

  /**
   * As {@link #predict(float[])}, for a known number of samples.
   *
   * @param count how many samples there must be
   * @param batchSize samples in a piece, at most
   * @throws ShapeException if these are not {@code count} samples of the model's size
   */
  public final float[] predict(float[] samples, int count, int batchSize) {
    requireOpen();
    Predictor predictor = predictor();
    predictor.requireCount(samples, count);
    return predictor.predict(samples, count, batchSize);
  }

  /**
   * As {@link #predict(float[])}, for samples that state their shape.
   *
   * @param samples a batch: the number of samples, then the shape of the model's input
   * @return a batch of outputs
   * @throws ShapeException if the samples' shape is not that of the model's input
   */
  public final Tensor predict(Tensor samples) {
    requireOpen();
    outputShape(); // there is only one
    return predict(List.of(samples)).get(0);
  }

  /** As {@link #predict(Tensor)}: one batch for each input, one result for each output. */
  public final List<Tensor> predict(List<Tensor> samples) {
    requireOpen();
    return predictor().predict(samples, BATCH);
  }

  /** As {@link #predict(Tensor)}, with all samples in one piece. */
  public final Tensor predictOnBatch(Tensor samples) {
    requireOpen();
    outputShape(); // there is only one
    int count = samples.shape().rank() == 0 ? 1 : samples.shape().dim(0);
    return predictor().predict(List.of(samples), Math.max(1, count)).get(0);
  }

  /** As {@link #predict(List)}, by the names of inputs and outputs. */
  public final Map<String, Tensor> predict(Map<String, Tensor> samples) {
    requireOpen();
    return predictor().predict(samples, BATCH);
  }

  /** As {@link #predict(Dataset, int)}, for a model with any number of outputs. */
  public final List<Tensor> predictAll(Dataset data, int batchSize) throws IOException {
    requireOpen();
    return predictor().predictAll(data, batchSize);
  }

  /**
   * The model's outputs for a data set's inputs, in its order.
   *
   * @throws IOException if the data cannot be read
   * @throws ShapeException if its inputs' shape is not that of the model's input
   */
  public final float[] predict(Dataset data, int batchSize) throws IOException {
    requireOpen();
    return predictor().predict(data, batchSize);
  }

  /**
   * The time of each planned step of predicting these samples as one batch.
   *
   * @param samples one after another, each row-major
   */
  public final List<StepTime> profilePrediction(float[] samples, int runs) {
    requireOpen();
    return predictor().profile(samples, runs);
  }

  private Predictor predictor() {
    return new Predictor(runtime());
  }
}
