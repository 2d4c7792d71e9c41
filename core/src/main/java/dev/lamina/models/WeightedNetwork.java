package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.execution.TrainingCounters;
import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Model} is before it learns: layers in a structure, the settings with which they
 * run, and their weights.
 *
 * <pre>{@code
 * model.setSeed(1);
 * float[] kernel = model.weight("conv2d/kernel");
 * model.setWeight("conv2d/bias", new float[32]);
 * }</pre>
 */
public abstract class WeightedNetwork extends LayeredNetwork {
  /** For this package's kinds of model. */
  WeightedNetwork() {}

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
    runtime().setEngine(engine);
  }

  /**
   * Sets the seed of everything random: weights, dropout and the order of samples. Same seed, same
   * threads, same machine: same bits. Without it the seed is a random one.
   */
  public final void setSeed(long seed) {
    requireOpen();
    runtime().setSeed(seed);
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

  /** As {@link #setDTypePolicy(String)}. */
  public final void setDTypePolicy(DTypePolicy policy) {
    requireOpen();
    runtime().requireNoWeights("the dtype policy");
    useDTypePolicy(policy);
  }

  /** Gives layers a policy that have none of their own. */
  abstract void useDTypePolicy(DTypePolicy policy);

  /** The seed of everything random. */
  public final long seed() {
    requireOpen();
    return runtime().seed();
  }

  /** The engine it runs on. */
  public final Engine engine() {
    requireOpen();
    return runtime().engine();
  }

  // Weights.

  /** The names of all weights, in the order in which the layers define them. */
  public final List<String> weightNames() {
    requireOpen();
    return runtime().weights().names();
  }

  /**
   * A copy of one weight's values in Keras's order of axes (kernels HWIO, dense weights input by
   * output), row-major.
   *
   * @param name the layer's name, a slash and the weight's: {@code conv2d/kernel}
   */
  public final float[] weight(String name) {
    requireOpen();
    return runtime().weights().get(name);
  }

  /** The shape of one weight. */
  public final Shape weightShape(String name) {
    requireOpen();
    return runtime().weights().shape(name);
  }

  /** Replaces one weight's values; the layout is that of {@link #weight}. */
  public final void setWeight(String name, float[] values) {
    requireOpen();
    runtime().weights().set(name, values);
  }

  /** Copies of all weights by name. */
  public final Map<String, float[]> weights() {
    requireOpen();
    return runtime().weights().all();
  }

  /** Replaces the weights of these names. Nothing is changed if a name or a length is wrong. */
  public final void setWeights(Map<String, float[]> weights) {
    requireOpen();
    runtime().weights().setAll(weights);
  }

  /**
   * The names of the weights that the optimizer changes, in the layers' order: as was decided when
   * the model was compiled, if it was.
   */
  public final List<String> trainableWeightNames() {
    requireOpen();
    return runtime().weights().trainableNames();
  }

  // How far it has learned.

  /** The learning rate of the next step. */
  public final double learningRate() {
    requireOpen();
    return runtime().counters().learningRate();
  }

  /** Changes the learning rate from the next step on, as a schedule or a callback does. */
  public final void setLearningRate(double rate) {
    requireOpen();
    runtime().counters().setLearningRate(rate);
  }

  /** The number of training steps done since compiling. */
  public final long steps() {
    requireOpen();
    return runtime().counters().steps();
  }

  /** A copy of how far the model has learned. */
  public final TrainingState trainingState() {
    requireOpen();
    TrainingCounters counters = runtime().counters();
    return new TrainingState(
        counters.steps(),
        counters.epochs(),
        counters.learningRate(),
        runtime().seed(),
        runtime().slots());
  }

  /**
   * Goes on from a state, with its seed and its slots only. The model must be compiled with the
   * same optimizer before.
   *
   * @throws LaminaException if a slot belongs to none of the weights; nothing is changed then
   */
  public final void restore(TrainingState state) {
    requireOpen();
    runtime().objective(); // there must be one
    runtime().restore(state.seed(), state.slots());
    runtime().counters().restore(state.steps(), state.epochs(), state.learningRate());
  }
}
