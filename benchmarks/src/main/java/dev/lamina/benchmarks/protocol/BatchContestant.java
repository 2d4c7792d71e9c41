package dev.lamina.benchmarks.protocol;

/** A contestant that is handed one batch at a time. */
public abstract class BatchContestant implements Contestant {
  private final ImageData data;
  private final int batchSize;

  protected BatchContestant(ContestantOptions options, ImageData data) {
    this.data = data;
    batchSize = options.batchSize();
  }

  /** What a step reports: the loss and the share of right answers, before the weights changed. */
  public record StepResult(double loss, double accuracy) {}

  /** Trains on these samples of the data. */
  public abstract StepResult step(int[] samples) throws Exception;

  @Override
  public final void train(int steps, Runnable lap) throws Exception {
    for (int i = 0; i < steps; i++) {
      StepResult result = step(data.draw(batchSize));
      if (!Double.isFinite(result.loss())) {
        throw new IllegalStateException("training diverged: " + result);
      }
      lap.run();
    }
  }
}
