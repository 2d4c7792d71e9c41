package dev.lamina.optimizers;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/** Moving averages, in the two forms in which Keras writes them: they round differently. */
final class Averages {
  private Averages() {}

  /** {@code share old + (1 - share) fresh}. */
  static Value mix(GraphBuilder graph, Value old, double share, Value fresh) {
    return graph.plus(graph.linear(old, share, 0), graph.linear(fresh, 1 - share, 0));
  }

  /** {@code 1 - beta^step}, rounded to float32 after each operation as in Keras. */
  static double rest(double beta, int step) {
    return 1f - (float) Math.pow((float) beta, step);
  }

  /** {@code old + (fresh - old) rate}. */
  static Value approach(GraphBuilder graph, Value old, Value fresh, double rate) {
    return graph.plus(old, graph.linear(graph.minus(fresh, old), rate, 0));
  }
}
