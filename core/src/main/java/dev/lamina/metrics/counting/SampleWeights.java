package dev.lamina.metrics.counting;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Weights of samples, for whatever there is of each sample. */
public final class SampleWeights {
  private SampleWeights() {}

  /**
   * The values {@code (N, ...)} times the weights {@code (N)} of their samples, if there are any.
   */
  public static Value times(GraphBuilder graph, Value values, @Nullable Value weight) {
    if (weight == null) {
      return values;
    }
    int[] dims = new int[values.shape().rank()];
    Arrays.fill(dims, 1);
    dims[0] = weight.shape().dim(0);
    return graph.times(values, graph.reshape(weight, Shape.of(dims)));
  }
}
