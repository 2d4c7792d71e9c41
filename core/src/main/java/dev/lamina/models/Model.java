package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.execution.Evaluator;
import dev.lamina.execution.Profiler;
import dev.lamina.execution.SingleBatch;
import dev.lamina.explain.Explanation;
import dev.lamina.explain.formulas.Explainer;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.StepTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
public abstract class Model extends CompiledNetwork {
  /** For this package's kinds of model. */
  Model() {}

  /**
   * The model of what lies between two tensors.
   *
   * <pre>{@code
   * SymbolicTensor image = Input.of(28, 28, 1);
   * Model model = Model.of(image, new Dense(10).apply(new Flatten().apply(image)));
   * }</pre>
   *
   * @throws LaminaException if the output depends on another input
   */
  public static Model of(SymbolicTensor input, SymbolicTensor output) {
    return of(List.of(input), List.of(output));
  }

  /** As {@link #of(SymbolicTensor, SymbolicTensor)}, with any number of inputs and outputs. */
  public static Model of(List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    return new Functional(null, inputs, outputs);
  }

  /** As {@link #of(List, List)}, with a name. */
  public static Model of(String name, List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    return new Functional(name, inputs, outputs);
  }

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
    return evaluate(data, BATCH);
  }

  // Single batches.

  /**
   * Trains one step on all samples of a data set as one batch; for loops of your own, such as those
   * of adversarial networks.
   *
   * <pre>{@code
   * Map<String, Double> figures = model.trainOnBatch(Dataset.of(List.of(x), List.of(y)));
   * }</pre>
   *
   * @return loss and metrics of this batch alone, with the weights before the step
   * @throws IOException if the data cannot be read
   * @throws dev.lamina.TrainingException if a label has no class, or the loss is not a number
   */
  public final Map<String, Double> trainOnBatch(Dataset batch) throws IOException {
    requireOpen();
    return SingleBatch.train(runtime(), batch);
  }

  /**
   * Loss and metrics over all samples of a data set as one batch.
   *
   * @throws IOException if the data cannot be read
   */
  public final Map<String, Double> testOnBatch(Dataset batch) throws IOException {
    requireOpen();
    return evaluate(batch, Math.max(1, batch.size()));
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
}
