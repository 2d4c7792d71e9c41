package dev.lamina.execution;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.execution.ModelPlans.Kind;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerIdentity;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.Network;
import dev.lamina.network.Seeds;
import dev.lamina.network.Topology;
import dev.lamina.network.WeightSpec;
import dev.lamina.plan.Plan;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Variables;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What runs one model: its engine, variables and plans, and how far it has been trained.
 *
 * <p>Predictions may run on many threads at once, everything else on one thread at a time. Plans
 * for the engine's team are made and used on the engine's thread; {@link SoloPlans} on any thread
 * that holds the read lock of the variables.
 */
public final class ModelRuntime implements AutoCloseable {
  private final Network network;
  private final Weights weights = new Weights(this);
  private final TrainingCounters counters = new TrainingCounters();
  private final ModelPlans plans = new ModelPlans();
  private final SoloPlans soloPlans = new SoloPlans();
  private final LayerWeights layerWeights = new LayerWeights();
  private @Nullable Engine engine;
  private long seed = new SplittableRandom().nextLong();
  private boolean seedGiven;
  private StepNumbers stepNumbers = new StepNumbers();
  private @Nullable Objective objective;
  private Set<LayerIdentity> frozen = Set.of(); // when the model was compiled
  private volatile @Nullable Variables variables;
  private volatile boolean closed;

  /** A runtime on the default engine, with a random seed. */
  public ModelRuntime(Network network) {
    this.network = network;
  }

  /** The layers and what they are called on. */
  public Network network() {
    return network;
  }

  /** The weights by name, of a model that is open. */
  public Weights weights() {
    requireOpen();
    return weights;
  }

  /** How far the model has been trained, if it is open. */
  public TrainingCounters counters() {
    requireOpen();
    return counters;
  }

  /** Keeps the weights of a model's layers as long as this runtime is open. */
  public void hold(Topology topology) {
    layerWeights.hold(topology);
  }

  /** As {@link #hold(Topology)}, for a layer that is added. */
  public void hold(Layer layer) {
    layerWeights.hold(layer);
  }

  // Settings before the first use.

  /** Chooses the engine. */
  public void setEngine(Engine chosen) {
    requireNoWeights("the engine");
    engine = chosen;
  }

  /** The engine, by default the best one present. */
  public synchronized Engine engine() {
    if (engine == null) {
      Engine shared = layerWeights.engine();
      engine = shared == null ? Engines.defaultEngine() : shared;
    }
    return engine;
  }

  /** Chooses the seed of everything random. */
  public void setSeed(long chosen) {
    requireNoWeights("the seed");
    seed = chosen;
    seedGiven = true;
  }

  /** The seed of everything random. */
  public long seed() {
    return seed;
  }

  /** Whether the seed was chosen by {@link #setSeed}. */
  public boolean isSeedGiven() {
    return seedGiven;
  }

  /**
   * Refuses to change a setting once there are weights.
   *
   * @param what the setting, for the message
   */
  public void requireNoWeights(String what) {
    if (variables != null) {
      throw new LaminaException(
          "%s cannot be changed any more: the weights exist already; set it right after building the model"
              .formatted(what));
    }
  }

  // Compiling.

  /** Sets how the model learns. Weights stay as they are; the optimizer starts anew. */
  public void compile(Objective given) {
    objective = given;
    frozen = network.topology().frozen();
    counters.restart(given.optimizer());
    engine().run(plans::clear);
    Variables known = variables;
    if (known != null) {
      known.remove(
          known.names().stream()
              .filter(name -> name.startsWith(Slots.PREFIX) || Totals.holds(name))
              .toList());
    }
  }

  /** Whether {@link #compile} was called. */
  public boolean isCompiled() {
    return objective != null;
  }

  /**
   * How the model learns.
   *
   * @throws LaminaException if it is not compiled, or closed
   */
  public Objective objective() {
    requireOpen();
    if (objective == null) {
      throw new LaminaException(
          "the model is not compiled; call compile(optimizer, loss, metrics...) first");
    }
    return objective;
  }

  // Variables.

  /** The store of all variables, with weights initialized on first use. */
  public Variables variables() {
    Variables known = variables;
    return known == null ? variables(Map.of()) : known;
  }

  /** As {@link #variables()}, where weights that are given need no initializing. */
  synchronized Variables variables(Map<String, float[]> given) {
    if (variables == null) {
      Variables made = new Variables(engine());
      // On the engine's thread, so that no two models make the weights of one layer.
      engine().run(() -> network.weights().forEach(weight -> make(weight, made, given)));
      variables = made;
    }
    return variables;
  }

  private static void requireShape(WeightSpec weight, Shape made) {
    if (!made.equals(weight.shape())) {
      throw new ShapeException(
          "the weight \"%s\" has the shape %s, but another model with this layer has made it with %s; make a new layer for inputs of another shape"
              .formatted(weight.name(), weight.shape(), made));
    }
  }

  private void make(WeightSpec weight, Variables to, Map<String, float[]> given) {
    Variables.Entry shared = layerWeights.find(weight);
    if (shared != null) {
      requireShape(weight, shared.type().shape());
      to.share(weight.name(), shared);
      return;
    }
    float[] values = given.get(weight.name());
    if (values == null) {
      SplittableRandom random = new SplittableRandom(Seeds.of(seed, weight.name()));
      values = weight.initializer().values(weight.shape(), random);
    }
    to.define(weight.name(), TensorType.of(weight.shape()), values);
    layerWeights.offer(weight, to.hold(weight.name()));
  }

  /** Replaces a variable's values, or adds it. */
  void keep(String name, TensorType type, float[] values) {
    if (variables().contains(name)) {
      variables().set(name, values);
    } else {
      variables().define(name, type, values);
    }
  }

  /** Copies of the optimizer's variables by weight and slot; empty before the first step. */
  public Map<String, float[]> slots() {
    Variables known = variables;
    return known == null ? Map.of() : Slots.read(known);
  }

  /**
   * Goes on with another training's seed and slots, and with no other slots.
   *
   * @param otherSeed null leaves the model's
   * @throws LaminaException if a slot belongs to none of the weights; nothing is changed then
   */
  public void restore(@Nullable Long otherSeed, Map<String, float[]> slots) {
    Slots.require(this, slots);
    if (otherSeed != null && otherSeed != seed) {
      seed = otherSeed;
      engine().run(plans::clear); // dropout's seeds are part of them
    }
    Slots.replace(this, slots);
  }

  /** Puts the moving averages in the weights' place if the optimizer keeps some, as fit ends. */
  public void useAverages() {
    if (objective().optimizer().usesEma()) {
      weights.setAll(Slots.averages(slots()));
    }
  }

  /** The weights that the optimizer changes, or would change if the model were compiled now. */
  List<WeightSpec> trainedWeights() {
    if (!isCompiled() || frozen.equals(network.topology().frozen())) {
      return network.inference().trainableWeights();
    }
    return new ForwardPass(network.topology(), 1, false, seed, frozen).trainableWeights();
  }

  // Plans. Called on the engine's thread.

  Plan trainingPlan(int batch, boolean weighted) {
    return plan(Kind.TRAIN, batch, weighted);
  }

  /** What the training's plans are fed beside data, rate and step. */
  StepNumbers stepNumbers() {
    return stepNumbers;
  }

  Plan evaluationPlan(int batch, boolean weighted) {
    return plan(Kind.EVALUATE, batch, weighted);
  }

  Plan predictionPlan(int batch) {
    return plan(Kind.PREDICT, batch, false);
  }

  /** As {@link #predictionPlan}, used on this thread, which may be any. */
  void predictAlone(Engine solo, int batch, SoloPlans.Use use) {
    Variables all = variables();
    soloPlans.run(solo, batch, all, () -> soloPlan(solo, batch), use);
  }

  private Plan soloPlan(Engine solo, int batch) {
    requireOpen(); // another thread may have closed it since
    return Planner.plan(StepGraph.prediction(pass(Kind.PREDICT, batch)).graph(), variables(), solo);
  }

  private Plan plan(Kind kind, int batch, boolean weighted) {
    requireOpen(); // another thread may have closed it since
    return plans.get(
        kind,
        batch,
        weighted,
        () -> {
          ForwardPass pass = pass(kind, batch);
          StepGraph step =
              switch (kind) {
                case TRAIN -> StepGraph.training(pass, objective(), weighted);
                case EVALUATE -> StepGraph.evaluation(pass, objective(), weighted);
                case PREDICT -> StepGraph.prediction(pass);
              };
          define(step.variables());
          if (kind == Kind.TRAIN) {
            stepNumbers = step.numbers(); // the same for batches of all sizes
          }
          return Planner.plan(step.graph(), variables());
        });
  }

  private ForwardPass pass(Kind kind, int batch) {
    Set<LayerIdentity> notTrained = kind == Kind.PREDICT ? Set.of() : frozen;
    return new ForwardPass(network.topology(), batch, kind == Kind.TRAIN, seed, notTrained);
  }

  private void define(Map<String, StepGraph.InitialValue> initialValues) {
    initialValues.forEach(
        (name, initial) -> {
          if (!variables().contains(name)) {
            float[] values = new float[initial.type().shape().size()];
            Arrays.fill(values, (float) initial.value());
            variables().define(name, initial.type(), values);
          }
        });
  }

  /** The planned steps of a training step on batches of this size. */
  public List<PlanStep> trainingSteps(int batch) {
    return engine().call(() -> trainingPlan(batch, false).steps());
  }

  // Closing.

  /**
   * Frees plans and weights. The variables go before the plans of callers' threads, as their lock
   * keeps those threads out.
   */
  @Override
  public synchronized void close() {
    closed = true;
    if (engine != null) {
      engine.run(plans::clear);
    }
    if (variables != null) {
      variables.close();
    }
    layerWeights.release();
    soloPlans.clear();
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Refuses to go on once the model is closed.
   *
   * @throws LaminaException if it is
   */
  public void requireOpen() {
    if (closed) {
      throw new LaminaException(
          "the model is closed; use it before close() or inside its try block, or load or build it"
              + " again");
    }
  }
}
