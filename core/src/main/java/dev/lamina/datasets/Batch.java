package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.util.List;

/**
 * Samples that a {@link BatchReader} has put side by side. The arrays are the reader's own and are
 * used again: a batch is valid until the reader's next {@code next()} or {@code release()}.
 */
public final class Batch {

  private final float[][] inputs;
  private final float[][] targets;
  private final float[] weights;
  private final int[] indices;
  private int count;

  Batch(int capacity, List<Shape> inputShapes, List<Shape> targetShapes) {
    inputs = arrays(capacity, inputShapes);
    targets = arrays(capacity, targetShapes);
    weights = new float[capacity];
    indices = new int[capacity];
  }

  private static float[][] arrays(int capacity, List<Shape> shapes) {
    return shapes.stream().map(shape -> new float[capacity * shape.size()]).toArray(float[][]::new);
  }

  /** Number of samples; the last batch of a pass may have fewer than the others. */
  public int count() {
    return count;
  }

  /**
   * The inputs, sample after sample; as long as a full batch, of which the first {@link #count()}
   * samples count and the rest is undefined. Of several inputs the first.
   */
  public float[] inputs() {
    return inputs[0];
  }

  /** The targets, laid out like {@link #inputs()}. */
  public float[] targets() {
    return targets[0];
  }

  /** One of several inputs of all samples, laid out like {@link #inputs()}. */
  public float[] inputs(int input) {
    return inputs[input];
  }

  /** One of several targets of all samples, laid out like {@link #inputs()}. */
  public float[] targets(int target) {
    return targets[target];
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
