package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.Tensor;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.models.ModelPlans.Kind;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import dev.lamina.plan.Plan;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
public abstract class Model implements AutoCloseable {
  private static final int PREDICT_BATCH = 32;

  private final ModelPlans plans = new ModelPlans();
  private final SoloPlans soloPlans = new SoloPlans();
  private volatile @Nullable Inspection inspection;
  private @Nullable Engine engine;
  private long seed = new SplittableRandom().nextLong();
  private boolean seedGiven;
  private volatile @Nullable Variables variables;
  private @Nullable Compilation compilation;
  private volatile long finiteAt = -1;
  private double learningRate;
  private long steps;
  private long epochsSeen;
  private volatile boolean closed;

  /** What was seen of a structure, kept as every prediction asks for its shapes. */
  private record Inspection(Topology topology, ForwardPass pass, long multiplyAdds) {}

  /** For this package's kinds of model. */
  Model() {}

  /** The structure, complete and with a known input. */
  abstract Topology topology();

  /** The name shown in the summary. */
  public abstract String name();

  // Settings before the first use.

  /**
   * Chooses the engine by name; the default is the best one present.
   *
   * @throws LaminaException if there is no such engine, or the weights exist already
   */
  public final void setEngine(String name) {
    requireOpen();
    setEngine(Engines.named(name));
  }

  /** Chooses the engine; the default is the best one present. */
  public final void setEngine(Engine engine) {
    requireOpen();
    requireNoWeights("the engine");
    this.engine = engine;
  }

  /**
   * Sets the seed of everything random: weights, dropout and the order of samples. Same seed, same
   * threads, same machine: same bits. Without it the seed is a random one.
   */
  public final void setSeed(long seed) {
    requireOpen();
    requireNoWeights("the seed");
    this.seed = seed;
    seedGiven = true;
  }

  /**
   * Lets all layers without a {@linkplain dev.lamina.layers.FluentLayer#dtype policy of their own}
   * compute in these numbers, also those added later.
   *
   * @param name {@code float32}, the default, or {@code mixed_bfloat16}; see {@link DTypePolicy}
   */
  public final void setDTypePolicy(String name) {
    requireOpen();
    setDTypePolicy(DTypePolicy.of(name));
  }

  public final void setDTypePolicy(DTypePolicy policy) {
    requireOpen();
    requireNoWeights("the dtype policy");
    useDTypePolicy(policy);
  }

  /** Gives layers a policy that have none of their own. */
  abstract void useDTypePolicy(DTypePolicy policy);

  private void requireNoWeights(String what) {
    if (variables != null) {
      throw new LaminaException(
          "%s cannot be changed any more: the weights exist already; set it right after building the model"
              .formatted(what));
    }
  }

  public final long seed() {
    requireOpen();
    return seed;
  }

  /** Whether the seed was chosen by {@link #setSeed}. */
  final boolean isSeedGiven() {
    return seedGiven;
  }

  public final synchronized Engine engine() {
    requireOpen();
    if (engine == null) {
      engine = Engines.defaultEngine();
    }
    return engine;
  }

  /** The shape of one sample of the input. */
  public final Shape inputShape() {
    requireOpen();
    return topology().input();
  }

  /** The shape of one sample of the output. */
  public final Shape outputShape() {
    requireOpen();
    return inspect().output().shape().sample();
  }

  /** One batch of one sample, in inference: enough to know shapes and weights. */
  final ForwardPass inspect() {
    return inspection().pass;
  }

  /** What one sample takes. */
  final long multiplyAdds() {
    return inspection().multiplyAdds;
  }

  private Inspection inspection() {
    Topology topology = topology();
    Inspection known = inspection;
    if (known == null || !known.topology.equals(topology)) {
      ForwardPass pass = new ForwardPass(topology, 1, false, seed);
      long multiplyAdds =
          pass.graph().nodes().stream()
              .flatMap(node -> node.multiplyAdds().stream())
              .mapToLong(MultiplyAdds::count)
              .sum();
      known = new Inspection(topology, pass, multiplyAdds);
      inspection = known;
    }
    return known;
  }

  /** A table of the layers, their output shapes and their numbers of parameters. */
  public final String summary() {
    requireOpen();
    return Summary.of(this).toString();
  }

  /** What each layer does to one sample, with worked formulas. */
  public final Explanation explain() {
    requireOpen();
    return Explainer.explain(this);
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
    compile(optimizer, loss, Compilation.resolve(List.of(metrics), loss, outputShape()));
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
    Loss resolved = Losses.get(loss);
    compile(
        new Compilation(
            optimizer,
            resolved,
            Compilation.resolve(metrics, resolved, outputShape()),
            Compilation.resolve(weightedMetrics, resolved, outputShape())));
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
    learningRate = compilation.optimizer().learningRate();
    steps = 0;
    engine().run(plans::clear);
    if (variables != null) {
      variables.remove(
          variables.names().stream()
              .filter(name -> name.startsWith(StepGraph.SLOT) || Totals.holds(name))
              .toList());
    }
  }

  public final boolean isCompiled() {
    requireOpen();
    return compilation != null;
  }

  /**
   * What the model was compiled with.
   *
   * @throws LaminaException if it is not compiled
   */
  public final Compilation compilation() {
    requireOpen();
    if (compilation == null) {
      throw new LaminaException(
          "the model is not compiled; call compile(optimizer, loss, metrics...) first");
    }
    return compilation;
  }

  /** The learning rate of the next step. */
  public final double learningRate() {
    requireOpen();
    return learningRate;
  }

  /** Changes the learning rate from the next step on, as a schedule or a callback does. */
  public final void setLearningRate(double rate) {
    requireOpen();
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "the learning rate must be a number >= 0, received " + rate);
    }
    learningRate = rate;
  }

  /** The number of training steps done since compiling. */
  public final long steps() {
    requireOpen();
    return steps;
  }

  final long nextStep() {
    return ++steps;
  }

  final void nextEpoch() {
    epochsSeen++;
  }

  /** The number of the epoch that is being trained, from 0, over all calls of fit. */
  final long trainingEpoch() {
    return epochsSeen - 1;
  }

  // Weights.

  /** The names of all weights, in the order in which the layers define them. */
  public final List<String> weightNames() {
    requireOpen();
    return inspect().weights().stream().map(WeightSpec::name).toList();
  }

  /**
   * A copy of one weight's values in Keras's order of axes (kernels HWIO, dense weights input by
   * output), row-major.
   *
   * @param name the layer's name, a slash and the weight's: {@code conv2d/kernel}
   */
  public final float[] weight(String name) {
    requireOpen();
    requireWeight(name);
    return variables().get(name);
  }

  /** The shape of one weight. */
  public final Shape weightShape(String name) {
    requireOpen();
    return requireWeight(name).shape();
  }

  /** Replaces one weight's values; the layout is that of {@link #weight}. */
  public final void setWeight(String name, float[] values) {
    requireOpen();
    requireWeight(name);
    variables().set(name, values);
  }

  private WeightSpec requireWeight(String name) {
    List<WeightSpec> weights = inspect().weights();
    return weights.stream()
        .filter(weight -> weight.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LaminaException(
                    "there is no weight \"%s\"; the model has %s"
                        .formatted(name, weights.stream().map(WeightSpec::name).toList())));
  }

  /** Copies of all weights by name. */
  public final Map<String, float[]> weights() {
    requireOpen();
    Map<String, float[]> result = new LinkedHashMap<>();
    for (String name : weightNames()) {
      result.put(name, variables().get(name));
    }
    return result;
  }

  /** Replaces the weights of these names. Nothing is changed if a name or a length is wrong. */
  public final void setWeights(Map<String, float[]> weights) {
    requireOpen();
    weights.forEach(
        (name, values) -> {
          Shape shape = requireWeight(name).shape();
          if (values.length != shape.size()) {
            throw new ShapeException(
                "%s: received %d values, expected %d (shape %s)"
                    .formatted(name, values.length, shape.size(), shape));
          }
        });
    Variables all = variables(weights);
    weights.forEach(all::set);
  }

  /** The {@linkplain Variables#changes changes} after which all weights were last seen finite. */
  final long finiteAt() {
    return finiteAt;
  }

  final void finiteAt(long changes) {
    finiteAt = changes;
  }

  /** The store of all variables, with weights initialized on first use. */
  final Variables variables() {
    Variables known = variables;
    return known == null ? variables(Map.of()) : known;
  }

  /** As {@link #variables()}, where weights that are given need no initializing. */
  private synchronized Variables variables(Map<String, float[]> given) {
    if (variables == null) {
      Variables made = new Variables(engine());
      for (WeightSpec weight : inspect().weights()) {
        float[] values = given.get(weight.name());
        if (values == null) {
          SplittableRandom random = new SplittableRandom(Seeds.of(seed, weight.name()));
          values = weight.initializer().values(weight.shape(), random);
        }
        made.define(weight.name(), TensorType.of(weight.shape()), values);
      }
      variables = made;
    }
    return variables;
  }

  // Training's state and files.

  /** The names of the weights that the optimizer changes, in the layers' order. */
  public final List<String> trainableWeightNames() {
    requireOpen();
    return inspect().trainableWeights().stream().map(WeightSpec::name).toList();
  }

  /** The unique names of the layers, in order; weights' names begin with them. */
  public final List<String> layerNames() {
    requireOpen();
    return topology().calls().stream().map(LayerCall::name).toList();
  }

  /** A copy of how far the model has learned. */
  public final TrainingState trainingState() {
    requireOpen();
    Map<String, float[]> slots = variables == null ? Map.of() : Slots.read(variables);
    return new TrainingState(steps, epochsSeen, learningRate, seed, slots);
  }

  /**
   * Goes on from a state, with its seed and its slots only. The model must be compiled with the
   * same optimizer before.
   *
   * @throws LaminaException if a slot belongs to none of the weights; nothing is changed then
   */
  public final void restore(TrainingState state) {
    requireOpen();
    compilation();
    Slots.require(this, state.slots());
    if (state.seed() != null && state.seed() != seed) {
      seed = state.seed();
      engine().run(plans::clear); // dropout's seeds are part of them
    }
    Slots.replace(this, state.slots());
    steps = state.steps();
    epochsSeen = state.epochs();
    learningRate = state.learningRate();
  }

  /** Replaces a variable's values, or adds it. */
  final void keep(String name, TensorType type, float[] values) {
    if (variables().contains(name)) {
      variables().set(name, values);
    } else {
      variables().define(name, type, values);
    }
  }

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
    WeightWatch.requireFiniteState(this, path + ": the model is not saved");
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
    WeightWatch.requireFinite(this, path + ": the weights are not saved");
    ModelFormats.of(path).saveWeights(this, path);
  }

  /** Loads weights of a model of the same structure. Nothing is changed if they do not fit. */
  public final void loadWeights(Path path) throws IOException {
    requireOpen();
    ModelFormats.of(path).loadWeights(this, path);
  }

  // Plans. Called on the engine's thread.

  final Plan trainingPlan(int batch, boolean weighted) {
    return plan(Kind.TRAIN, batch, weighted);
  }

  final Plan evaluationPlan(int batch, boolean weighted) {
    return plan(Kind.EVALUATE, batch, weighted);
  }

  final Plan predictionPlan(int batch) {
    return plan(Kind.PREDICT, batch, false);
  }

  /** As {@link #predictionPlan}, used on this thread, which may be any. */
  final void predictAlone(Engine solo, int batch, SoloPlans.Use use) {
    Variables all = variables();
    soloPlans.run(solo, batch, all.readLock(), () -> soloPlan(solo, batch), use);
  }

  private Plan soloPlan(Engine solo, int batch) {
    requireOpen(); // another thread may have closed it since
    ForwardPass pass = new ForwardPass(topology(), batch, false, seed);
    return Planner.plan(StepGraph.prediction(pass).graph(), variables(), solo);
  }

  private Plan plan(Kind kind, int batch, boolean weighted) {
    requireOpen(); // another thread may have closed it since
    return plans.get(
        kind,
        batch,
        weighted,
        () -> {
          ForwardPass pass = new ForwardPass(topology(), batch, kind == Kind.TRAIN, seed);
          StepGraph.Made made =
              switch (kind) {
                case TRAIN -> StepGraph.training(pass, compilation(), weighted);
                case EVALUATE -> StepGraph.evaluation(pass, compilation(), weighted);
                case PREDICT -> StepGraph.prediction(pass);
              };
          define(made.kept());
          return Planner.plan(made.graph(), variables());
        });
  }

  private void define(Map<String, StepGraph.Kept> kept) {
    kept.forEach(
        (name, variable) -> {
          if (!variables().contains(name)) {
            float[] values = new float[variable.type().shape().size()];
            Arrays.fill(values, (float) variable.initial());
            variables().define(name, variable.type(), values);
          }
        });
  }

  /** The planned steps of a training step on batches of this size, for profiles. */
  public final List<PlanStep> trainingSteps(int batch) {
    requireOpen();
    return engine().call(() -> trainingPlan(batch, false).steps());
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
    return new Profiler(engine(), runs).training(this, data, batchSize);
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
    return new Evaluator(this, data, batchSize).run();
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

  private Predictor predictor() {
    requireOpen();
    return new Predictor(this);
  }

  /**
   * Frees plans and weights. A closed model is not used again: every other method says that it is
   * closed, with a {@link LaminaException}.
   */
  @Override
  public final synchronized void close() {
    closed = true;
    if (engine != null) {
      engine.run(plans::clear);
    }
    if (variables != null) {
      variables.close();
    }
    soloPlans.clear();
  }

  /** For people, such as {@code "sequential", 14 layers, 28x28x1 to 10}; also of a closed model. */
  @Override
  public final String toString() {
    return closed ? "a closed model" : Summary.line(this);
  }

  /** Every public method begins with this, but for {@link #close} and {@link #toString}. */
  final void requireOpen() {
    if (closed) {
      throw new LaminaException(
          "the model is closed; use it before close() or inside its try block, or load or build it"
              + " again");
    }
  }
}
