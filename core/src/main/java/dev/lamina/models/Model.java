package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.models.ModelPlans.Kind;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import dev.lamina.plan.Plan;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * <p>A plan is made for each batch size on first use and kept. {@link #predict(float[])} may be
 * called from many threads at once; the other methods by one thread at a time. Closing frees native
 * memory at once instead of when the program ends.
 */
public abstract class Model implements AutoCloseable {
  private static final int PREDICT_BATCH = 32;

  private final ModelPlans plans = new ModelPlans();
  private volatile @Nullable Inspection inspection;
  private @Nullable Engine engine;
  private long seed = new SplittableRandom().nextLong();
  private boolean seedGiven;
  private @Nullable Variables variables;
  private @Nullable Compilation compilation;
  private double learningRate;
  private long steps;
  private long epochsSeen;

  /** What was seen of a structure, kept as every prediction asks for its shapes. */
  private record Inspection(Topology topology, ForwardPass pass) {}

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
    setEngine(Engines.named(name));
  }

  /** Chooses the engine; the default is the best one present. */
  public final void setEngine(Engine engine) {
    requireNoWeights("the engine");
    this.engine = engine;
  }

  /**
   * Sets the seed of everything random: weights, dropout and the order of samples. Same seed, same
   * threads, same machine: same bits. Without it the seed is a random one.
   */
  public final void setSeed(long seed) {
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
    setDTypePolicy(DTypePolicy.of(name));
  }

  public final void setDTypePolicy(DTypePolicy policy) {
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
    return seed;
  }

  /** Whether the seed was chosen by {@link #setSeed}. */
  final boolean isSeedGiven() {
    return seedGiven;
  }

  public final synchronized Engine engine() {
    if (engine == null) {
      engine = Engines.defaultEngine();
    }
    return engine;
  }

  /** The shape of one sample of the input. */
  public final Shape inputShape() {
    return topology().input();
  }

  /** The shape of one sample of the output. */
  public final Shape outputShape() {
    return inspect().output().shape().sample();
  }

  /** One batch of one sample, in inference: enough to know shapes and weights. */
  final ForwardPass inspect() {
    Topology topology = topology();
    Inspection known = inspection;
    if (known == null || !known.topology.equals(topology)) {
      known = new Inspection(topology, new ForwardPass(topology, 1, false, seed));
      inspection = known;
    }
    return known.pass;
  }

  /** A table of the layers, their output shapes and their numbers of parameters. */
  public final String summary() {
    return Summary.of(this).toString();
  }

  /** What each layer does to one sample, with worked formulas. */
  public final Explanation explain() {
    return Explainer.explain(this);
  }

  // Compiling.

  /** Names the optimizer, the loss and the metrics as Keras does. */
  public final void compile(String optimizer, String loss, String... metrics) {
    compile(Optimizers.get(optimizer), loss, metrics);
  }

  /** Names the loss and the metrics as Keras does. */
  public final void compile(Optimizer optimizer, String loss, String... metrics) {
    compile(optimizer, Losses.get(loss), metrics);
  }

  /** Names the metrics as Keras does; {@code accuracy} is resolved by the loss and the shapes. */
  public final void compile(Optimizer optimizer, Loss loss, String... metrics) {
    Shape output = outputShape();
    compile(
        optimizer,
        loss,
        Arrays.stream(metrics)
            .map(name -> Metrics.resolve(name, loss, loss.targetShape(output), output))
            .toList());
  }

  /**
   * Sets how the model learns. Weights stay as they are; the optimizer starts anew.
   *
   * @param metrics reported beside the loss, with unique names
   */
  public final void compile(Optimizer optimizer, Loss loss, List<Metric> metrics) {
    long names = metrics.stream().map(Metric::name).distinct().count();
    if (names < metrics.size() || metrics.stream().anyMatch(m -> m.name().equals("loss"))) {
      throw new LaminaException(
          "metrics must have different names, none of them \"loss\"; received "
              + metrics.stream().map(Metric::name).toList());
    }
    compilation = new Compilation(optimizer, loss, metrics);
    learningRate = optimizer.learningRate();
    steps = 0;
    engine().run(plans::clear);
    if (variables != null) {
      variables.remove(
          variables.names().stream()
              .filter(name -> name.startsWith(StepGraph.SLOT) || name.startsWith(StepGraph.TOTAL))
              .toList());
    }
  }

  public final boolean isCompiled() {
    return compilation != null;
  }

  /**
   * What the model was compiled with.
   *
   * @throws LaminaException if it is not compiled
   */
  public final Compilation compilation() {
    if (compilation == null) {
      throw new LaminaException(
          "the model is not compiled; call compile(optimizer, loss, metrics...) first");
    }
    return compilation;
  }

  /** The learning rate of the next step. */
  public final double learningRate() {
    return learningRate;
  }

  /** Changes the learning rate from the next step on, as a schedule or a callback does. */
  public final void setLearningRate(double rate) {
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "the learning rate must be a number >= 0, received " + rate);
    }
    learningRate = rate;
  }

  /** The number of training steps done since compiling. */
  public final long steps() {
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
    return inspect().weights().stream().map(WeightSpec::name).toList();
  }

  /**
   * A copy of one weight's values in Keras's order of axes (kernels HWIO, dense weights input by
   * output), row-major.
   *
   * @param name the layer's name, a slash and the weight's: {@code conv2d/kernel}
   */
  public final float[] weight(String name) {
    requireWeight(name);
    return variables().get(name);
  }

  /** The shape of one weight. */
  public final Shape weightShape(String name) {
    return requireWeight(name).shape();
  }

  /** Replaces one weight's values; the layout is that of {@link #weight}. */
  public final void setWeight(String name, float[] values) {
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
    Map<String, float[]> result = new LinkedHashMap<>();
    for (String name : weightNames()) {
      result.put(name, variables().get(name));
    }
    return result;
  }

  /** Replaces the weights of these names. Nothing is changed if a name or a length is wrong. */
  public final void setWeights(Map<String, float[]> weights) {
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

  /** The store of all variables, with weights initialized on first use. */
  final Variables variables() {
    return variables(Map.of());
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
    return inspect().trainableWeights().stream().map(WeightSpec::name).toList();
  }

  /** The unique names of the layers, in order; weights' names begin with them. */
  public final List<String> layerNames() {
    return topology().calls().stream().map(LayerCall::name).toList();
  }

  /** A copy of how far the model has learned. */
  public final TrainingState trainingState() {
    Map<String, float[]> slots = new LinkedHashMap<>();
    if (variables != null) {
      for (String name : variables().names()) {
        if (name.startsWith(StepGraph.SLOT)) {
          slots.put(name.substring(StepGraph.SLOT.length()), variables().get(name));
        }
      }
    }
    return new TrainingState(steps, epochsSeen, learningRate, seed, slots);
  }

  /**
   * Goes on from a state, with its seed and its slots only. The model must be compiled with the
   * same optimizer before.
   *
   * @throws LaminaException if a slot belongs to none of the weights; nothing is changed then
   */
  public final void restore(TrainingState state) {
    compilation();
    state
        .slots()
        .forEach(
            (name, values) -> {
              Shape shape =
                  requireWeight(name.substring(0, Math.max(0, name.lastIndexOf('/')))).shape();
              if (values.length != shape.size()) {
                throw new ShapeException(
                    "optimizer slot %s: received %d values, expected %d (shape %s)"
                        .formatted(name, values.length, shape.size(), shape));
              }
            });
    if (state.seed() != null && state.seed() != seed) {
      seed = state.seed();
      engine().run(plans::clear); // dropout's seeds are part of them
    }
    variables()
        .remove(
            variables().names().stream()
                .filter(
                    name ->
                        name.startsWith(StepGraph.SLOT)
                            && !state.slots().containsKey(name.substring(StepGraph.SLOT.length())))
                .toList());
    state
        .slots()
        .forEach(
            (name, values) -> {
              Shape shape = weightShape(name.substring(0, name.lastIndexOf('/')));
              keep(StepGraph.SLOT + name, TensorType.of(shape), values);
            });
    steps = state.steps();
    epochsSeen = state.epochs();
    learningRate = state.learningRate();
  }

  /** Replaces a variable's values, or adds it. */
  private void keep(String name, TensorType type, float[] values) {
    if (variables().contains(name)) {
      variables().set(name, values);
    } else {
      variables().define(name, type, values);
    }
  }

  /** The sums behind {@link #figures}, by name. */
  final Map<String, float[]> totals() {
    Map<String, float[]> totals = new LinkedHashMap<>();
    for (String name : figureNames()) {
      totals.put(name, variables().get(StepGraph.TOTAL + name));
    }
    return totals;
  }

  final void setTotal(String name, float[] total) {
    keep(StepGraph.TOTAL + name, TensorType.of(Shape.scalar()), total);
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
    WeightWatch.requireFinite(this, path + ": the weights are not saved");
    ModelFormats.of(path).saveWeights(this, path);
  }

  /** Loads weights of a model of the same structure. Nothing is changed if they do not fit. */
  public final void loadWeights(Path path) throws IOException {
    ModelFormats.of(path).loadWeights(this, path);
  }

  // Plans. Called on the engine's thread.

  final Plan trainingPlan(int batch, boolean weighted) {
    return plan(Kind.TRAIN, batch, weighted);
  }

  final Plan evaluationPlan(int batch, boolean weighted) {
    return plan(Kind.EVALUATE, batch, weighted);
  }

  private Plan plan(Kind kind, int batch, boolean weighted) {
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
    return new Profiler(engine(), runs).training(this, data, batchSize);
  }

  /**
   * The time of each planned step of predicting these samples as one batch.
   *
   * @param samples one after another, each row-major
   */
  public final List<StepTime> profilePrediction(float[] samples, int runs) {
    int count = requireSamples(samples);
    Plan plan = variables().engine().call(() -> plan(Kind.PREDICT, count, false));
    return new Profiler(engine(), runs).prediction(plan, samples);
  }

  // Training and using.

  /**
   * Trains.
   *
   * @throws IOException if the data cannot be read
   * @throws dev.lamina.TrainingException if a label has no class, or the loss is no longer a number
   */
  public final History fit(Dataset data, Fit fit) throws IOException {
    return new Trainer(this, data, fit).run();
  }

  /**
   * Loss and metrics over a data set.
   *
   * @throws IOException if the data cannot be read
   */
  public final Map<String, Double> evaluate(Dataset data, int batchSize) throws IOException {
    return new Evaluator(this, data, batchSize).run();
  }

  /** Loss and metrics over a data set, in batches of 32. */
  public final Map<String, Double> evaluate(Dataset data) throws IOException {
    return evaluate(data, PREDICT_BATCH);
  }

  /**
   * The model's outputs for these samples, in batches of 32. A sample that holds NaN or an infinity
   * gives NaN everywhere.
   *
   * @param samples any number of samples one after another, each row-major
   * @return the outputs one after another
   * @throws LaminaException if a weight holds NaN or an infinity
   */
  public final float[] predict(float[] samples) {
    return predict(samples, PREDICT_BATCH);
  }

  /** As {@link #predict(float[])}, in batches of {@code batchSize}. */
  public final float[] predict(float[] samples, int batchSize) {
    int count = requireSamples(samples);
    int inputSize = samples.length / count;
    int outputSize = outputShape().size();
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1, received " + batchSize);
    }
    float[] outputs = new float[Math.multiplyExact(count, outputSize)];
    Variables initialized = variables();
    for (int start = 0; start < count; start += batchSize) {
      int first = start;
      int batch = Math.min(batchSize, count - start);
      initialized
          .engine()
          .run(
              () -> {
                WeightWatch.requireFinite(this, "the model cannot predict");
                Plan plan = plan(Kind.PREDICT, batch, false);
                plan.input(ForwardPass.INPUT).write(samples, first * inputSize);
                plan.run();
                plan.output(StepGraph.PREDICTION).read(outputs, first * outputSize);
              });
    }
    NotFinite.spread(samples, outputs, count);
    return outputs;
  }

  /** How many samples these numbers are. */
  private int requireSamples(float[] samples) {
    int inputSize = inputShape().size();
    if (samples.length == 0 || samples.length % inputSize != 0) {
      throw new ShapeException(
          "received %d numbers, expected a multiple of %d, the size of a sample of shape %s"
              .formatted(samples.length, inputSize, inputShape()));
    }
    return samples.length / inputSize;
  }

  /** The model's outputs for a data set's inputs, in its order. */
  public final float[] predict(Dataset data, int batchSize) throws IOException {
    Targets.requireInput(data, inputShape());
    int inputSize = inputShape().size();
    int outputSize = outputShape().size();
    float[] outputs = new float[Math.multiplyExact(data.size(), outputSize)];
    for (int start = 0; start < data.size(); start += batchSize) {
      int batch = Math.min(batchSize, data.size() - start);
      float[] inputs = new float[batch * inputSize];
      for (int i = 0; i < batch; i++) {
        data.readInput(start + i, inputs, i * inputSize);
      }
      float[] results = predict(inputs, batchSize);
      System.arraycopy(results, 0, outputs, start * outputSize, results.length);
    }
    return outputs;
  }

  /** Loss and metrics of what was counted since {@link #resetTotals}. */
  final Map<String, Double> figures(int samples) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String name : figureNames()) {
      figures.put(name, variables().get(StepGraph.TOTAL + name)[0] / (double) samples);
    }
    return figures;
  }

  final void resetTotals() {
    for (String name : figureNames()) {
      if (variables().contains(StepGraph.TOTAL + name)) {
        variables().set(StepGraph.TOTAL + name, new float[1]);
      }
    }
  }

  private List<String> figureNames() {
    List<String> names = new ArrayList<>();
    names.add(StepGraph.LOSS);
    compilation().metrics().forEach(metric -> names.add(metric.name()));
    return names;
  }

  /** Frees plans and weights. A closed model is not used again. */
  @Override
  public final synchronized void close() {
    if (engine != null) {
      engine.run(plans::clear);
    }
    if (variables != null) {
      variables.close();
    }
  }
}
