package dev.lamina.plan;

import dev.lamina.ir.Graph;
import java.util.List;

/** The rewrites in the order in which they are made. */
public final class Rewrites {
  private static final List<Rewrite> FORWARD =
      List.of(new PoolBeforeRelu(), new FuseNormRelu(), new DenseOverImage());
  private static final List<Rewrite> INFERENCE = List.of(new FoldBatchNorm());
  private static final List<Rewrite> FUSION = List.of(new FuseActivation());

  private Rewrites() {}

  /** For the forward graph, before differentiation: backward then follows by itself. */
  public static Graph forward(Graph graph) {
    return apply(FORWARD, graph);
  }

  /** For a forward graph that is not differentiated. Equal up to the rounding of folded weights. */
  public static Graph inference(Graph graph) {
    return fusion(apply(INFERENCE, forward(graph)));
  }

  /** For a finished graph, after differentiation. */
  public static Graph fusion(Graph graph) {
    return apply(FUSION, graph);
  }

  private static Graph apply(List<Rewrite> rewrites, Graph graph) {
    Graph result = graph;
    for (Rewrite rewrite : rewrites) {
      result = rewrite.apply(result);
    }
    return result;
  }
}
