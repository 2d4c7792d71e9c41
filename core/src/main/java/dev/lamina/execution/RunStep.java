package dev.lamina.execution;

import dev.lamina.datasets.Batch;
import dev.lamina.network.ForwardPass;
import dev.lamina.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a plan, runs it and reads its scalar loss, as one piece of work on the engine's thread.
 * Made once and filled in for each step, so that a step allocates nothing.
 */
final class RunStep implements Runnable {
  private final Feed inputs;
  private final Feed targets;
  @Nullable Plan plan;
  @Nullable Batch batch;
  float @Nullable [] sampleWeights;
  int first; // of the batch's samples
  boolean training;
  @Nullable WeightWatch watch;
  StepNumbers numbers = new StepNumbers();
  final float[] rate = new float[1];
  final int[] step = new int[1];
  final float[] loss = new float[1];

  RunStep(Feed inputs, Feed targets) {
    this.inputs = inputs;
    this.targets = targets;
  }

  @Override
  public void run() {
    Plan current = plan;
    if (current == null) {
      throw new IllegalStateException("no plan to run");
    }
    feed(current);
    current.run();
    current.output(Objective.LOSS).read(loss, 0);
    if (watch != null) {
      watch.look();
    }
  }

  /** Copies the batch and the scalars to where the plan reads them. */
  void feed(Plan current) {
    Batch source = batch;
    if (source == null) {
      throw new IllegalStateException("no batch to feed");
    }
    inputs.writeInputs(current, source, first);
    targets.writeTargets(current, source, first);
    if (sampleWeights != null) {
      current.input(Objective.SAMPLE_WEIGHT).write(sampleWeights, first);
    }
    if (training) {
      current.input(StepGraph.RATE).write(rate, 0);
      current.input(ForwardPass.STEP).write(step, 0);
      numbers.write(current, step[0]);
    }
  }
}
