package dev.lamina.plan;

import dev.lamina.ir.Graph;

/** An exact transformation: the rewritten graph computes the same bits. */
@FunctionalInterface
public interface Rewrite {
  Graph apply(Graph graph);
}
