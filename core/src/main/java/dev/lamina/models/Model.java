package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.Tensor;
import dev.lamina.datasets.Dataset;
import dev.lamina.execution.Evaluator;
import dev.lamina.execution.Predictor;
import dev.lamina.execution.Profiler;
import dev.lamina.explain.Explanation;
import dev.lamina.explain.formulas.Explainer;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.StepTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Layers put together, with their weights. Compile it, fit it, evaluate it, let it predict.
 *
 * <pre>{@code
 * model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
 * History history = model.fit(train, Fit.epochs(5).batchSize(128).validation(test));
 * Map<String, Double> figures = model.evaluate(test, 128);
 * float[] probabilities = model.predict(images);
 * }</pre>
 *
 * <p>A plan is made for each batch size on first use and kept. {@code predict} may be called from
 * many threads at once; the other methods by one thread at a time. Callbacks may call {@code
 * evaluate} and {@code predict} while {@code fit} runs. Closing frees native memory at once instead
 * of when the program ends.
 */
public abstract class Model extends WeightedNetwork {
  private static final int PREDICT_BATCH = 32;

  private @Nullable Compilation compilation;

  /** For this package's kinds of model. */
  Model() {}

  /** A table of the layers, their output shapes and their numbers of parameters. */
  public final String summary() {
    requireOpen();
    return Summary.of(name(), runtime().network()).toString();
  }

  /** What each layer does to one sample, with worked formulas. */
  public final Explanation explain() {
    requireOpen();
    return Explainer.explain(name(), runtime().network());
  }

  // Compiling.

  /** Names the optimizer, the loss and the metrics as Keras does. */
  public final void compile(String optimizer, String loss, String... metrics) {
    requireOpen();
    compile(Optimizers.get(optimizer), loss, metrics);
  }

  /** Names the loss and the metrics as Keras does. */
  public final void compile(Optimizer optimizer, String loss, String... metrics) {
    requireOpen();
    compile(optimizer, Losses.get(loss), metrics);
  }

  /** Names the metrics as Keras does; {@code accuracy} is resolved by the loss and the shapes. */
  public final void compile(Optimizer optimizer, Loss loss, String... metrics) {
    requireOpen();
    compile(Compilation.named(optimizer, loss, List.of(metrics), List.of(), outputShape()));
  }

  /**
   * Names the loss and the metrics as Keras does, with metrics that take account of weights.
   *
   * <pre>{@code
   * model.compile(new Adam(), "mse", List.of("mae"), List.of("mae")); // mae and weighted_mae
   * }</pre>
   *
   * @param metrics the mean over all samples, whatever they weigh
   * @param weightedMetrics the weighted mean, with the weights of samples and classes
   */
  public final void compile(
      Optimizer optimizer, String loss, List<String> metrics, List<String> weightedMetrics) {
    requireOpen();
    compile(
        Compilation.named(optimizer, Losses.get(loss), metrics, weightedMetrics, outputShape()));
  }

  /** As {@link #compile(Compilation)}, without weighted metrics. */
  public final void compile(Optimizer optimizer, Loss loss, List<Metric> metrics) {
    requireOpen();
    compile(new Compilation(optimizer, loss, metrics));
  }

  /** Sets how the model learns. Weights stay as they are; the optimizer starts anew. */
  public final void compile(Compilation compilation) {
    requireOpen();
    this.compilation = compilation;
    runtime().compile(compilation.objective());
  }

  /** Whether {@code compile} was called. */
  public final boolean isCompiled() {
    requireOpen();
    return runtime().isCompiled();
  }

  /**
   * What the model was compiled with.
   *
   * @throws LaminaException if it is not compiled
   */
  public final Compilation compilation() {
    requireOpen();
    runtime().objective(); // there must be one
    return Objects.requireNonNull(compilation);
  }

  // Training and using.

  /**
   * Trains.
   *
   * @throws IOException if the data cannot be read
   * @throws dev.lamina.TrainingException if a label has no class, or the loss is no longer a number
   */
  public final History fit(Dataset data, Fit fit) throws IOException {
    requireOpen();
    return new Trainer(this, data, fit).run();
  }

  /**
   * Loss and metrics over a data set.
   *
   * @throws IOException if the data cannot be read
   */
  public final Map<String, Double> evaluate(Dataset data, int batchSize) throws IOException {
    requireOpen();
    return new Evaluator(runtime(), data, batchSize).run();
  }

  /** Loss and metrics over a data set, in batches of 32. */
  public final Map<String, Double> evaluate(Dataset data) throws IOException {
    requireOpen();
    return evaluate(data, PREDICT_BATCH);
  }

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
   * @throws LaminaException if a weight holds NaN or an infinity
   */
  public final float[] predict(float[] samples) {
    requireOpen();
    return predict(samples, PREDICT_BATCH);
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
    return predictor().predict(samples, PREDICT_BATCH);
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

  // Files.

  /**
   * Saves the model in the format of the file's suffix, such as {@code .keras}. The file that was
   * there before stays until the new one is complete.
   *
   * @throws IOException if the file cannot be written
   * @throws LaminaException if the suffix is unknown, the format cannot hold the model, or a weight
   *     or a part of the optimizer's state holds NaN or an infinity
   */
  public final void save(Path path) throws IOException {
    requireOpen();
    runtime().weights().requireFiniteState(path + ": the model is not saved");
    ModelFormats.of(path).save(this, path);
  }

  /**
   * Loads a model with its weights, compile settings and optimizer state.
   *
   * @throws IOException if the file cannot be read
   * @throws LaminaException if its content is no model, or one that Lamina cannot represent
   */
  public static Model load(Path path) throws IOException {
    return load(path, LoadOptions.defaults());
  }

  /** As {@link #load(Path)}, with options. */
  public static Model load(Path path, LoadOptions options) throws IOException {
    return ModelFormats.of(path).load(path, options);
  }

  /** Saves the weights alone, in the format of the file's suffix, such as {@code .weights.h5}. */
  public final void saveWeights(Path path) throws IOException {
    requireOpen();
    runtime().weights().requireFinite(path + ": the weights are not saved");
    ModelFormats.of(path).saveWeights(this, path);
  }

  /** Loads weights of a model of the same structure. Nothing is changed if they do not fit. */
  public final void loadWeights(Path path) throws IOException {
    requireOpen();
    ModelFormats.of(path).loadWeights(this, path);
  }

  // Profiles.

  /** The planned steps of a training step on batches of this size, for profiles. */
  public final List<PlanStep> trainingSteps(int batch) {
    requireOpen();
    return runtime().trainingSteps(batch);
  }

  /**
   * The time of each planned step of training, fed with the first batch of the data. It trains on
   * that batch {@code runs} times, and a few times before.
   *
   * @throws IOException if the data cannot be read
   */
  public final List<StepTime> profileTraining(Dataset data, int batchSize, int runs)
      throws IOException {
    requireOpen();
    return new Profiler(engine(), runs).training(runtime(), data, batchSize);
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
