package dev.lamina.execution;

import dev.lamina.TrainingException;
import dev.lamina.datasets.Batch;
import dev.lamina.engine.Engine;
import dev.lamina.plan.Plan;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The steps of one training: each feeds a batch to the plan for its size and runs it. */
public final class TrainingSteps {
  private final ModelRuntime runtime;
  private final BatchSource source;
  private final Totals totals;
  private final Engine engine;
  private final WeightWatch watch;
  private final RunStep run;
  private @Nullable Plan plan;
  private int planned;

  /** Steps on batches from this source. */
  public TrainingSteps(ModelRuntime runtime, BatchSource source) {
    this.runtime = runtime;
    this.source = source;
    totals = new Totals(runtime, Totals.Of.TRAINING, source.isWeighted());
    engine = runtime.variables().engine();
    watch = new WeightWatch(runtime);
    run = source.step();
    run.training = true;
    run.watch = watch;
  }

  /** The sums of loss and metrics over the steps. */
  public Totals totals() {
    return totals;
  }

  /** The plan for this many samples; asked of the runtime only when the number changes. */
  public Plan plan(int count) {
    Plan known = plan;
    if (known == null || planned != count || !known.isCurrent()) {
      known = engine.call(() -> runtime.trainingPlan(count, source.isWeighted()));
      plan = known;
      planned = count;
      run.numbers = runtime.stepNumbers();
    }
    return known;
  }

  /**
   * Trains on a batch. Allocates nothing once there is a plan.
   *
   * @param place when this happens, for the message of a refusal
   * @throws TrainingException if a sample is not as it must be
   */
  public void run(Batch batch, Supplier<String> place) {
    source.fill(run, batch, place);
    run.plan = plan(batch.count());
    run.rate[0] = (float) runtime.counters().learningRate();
    run.step[0] = (int) runtime.counters().nextStep();
    engine.run(run);
  }

  /**
   * Ends the training if the last step gave a loss, or left a weight, that is no number.
   *
   * @param place when this happens
   * @throws TrainingException saying so
   */
  public void requireFinite(Supplier<String> place) {
    if (!Float.isFinite(run.loss[0])) {
      throw new TrainingException(
          "the loss became %s%s (learning rate %s); lower the learning rate, and scale the inputs to about 0..1"
              .formatted(run.loss[0], place.get(), runtime.counters().learningRate()));
    }
    watch.requireFinite(place);
  }

  /** As {@link #requireFinite}, of all weights, which takes longer. */
  public void requireAllFinite(Supplier<String> place) {
    watch.lookAtAll();
    watch.requireFinite(place);
  }
}
