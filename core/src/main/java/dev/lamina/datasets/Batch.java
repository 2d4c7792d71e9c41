package dev.lamina.datasets;

/**
 * Samples that a {@link BatchReader} has put side by side. The arrays are the reader's own and are
 * used again: a batch is valid until the reader's next {@code next()} or {@code release()}.
 */
public final class Batch {

  private final float[] inputs;
  private final float[] targets;
  private final float[] weights;
  private final int[] indices;
  private int count;

  Batch(int capacity, int inputSize, int targetSize) {
    inputs = new float[capacity * inputSize];
    targets = new float[capacity * targetSize];
    weights = new float[capacity];
    indices = new int[capacity];
  }

  /** Number of samples; the last batch of a pass may have fewer than the others. */
  public int count() {
    return count;
  }

  /**
   * The inputs, sample after sample; as long as a full batch, of which the first {@link #count()}
   * samples count and the rest is undefined.
   */
  public float[] inputs() {
    return inputs;
  }

  /** The targets, laid out like {@link #inputs()}. */
  public float[] targets() {
    return targets;
  }

  /** How much each sample counts, 1 by default; the first {@link #count()} count. */
  public float[] weights() {
    return weights;
  }

  /** Index in the data set of each sample; the first {@link #count()} count. */
  public int[] indices() {
    return indices;
  }

  void setCount(int count) {
    this.count = count;
  }

  /** For people: how many samples there are. */
  @Override
  public String toString() {
    return "batch of " + count + " samples";
  }
}
