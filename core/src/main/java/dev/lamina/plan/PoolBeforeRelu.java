package dev.lamina.plan;

import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;

/**
 * Moves relu behind the max pooling that reads it, where it has a fraction of the elements. Exact:
 * relu is monotone, and elements that it makes equal are all zero, where no gradient passes. (A
 * leaky relu is monotone too, but rounding may make elements equal that pass different gradients.)
 */
final class PoolBeforeRelu implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (Node relu : graph.nodes()) {
      if (!(relu.op() instanceof Unary unary)
          || unary.function() != UnaryFunction.RELU
          || unary.alpha() != 0) {
        continue;
      }
      for (Node pool : edit.onlyConsumer(relu.output())) {
        if (pool.op() instanceof MaxPooling) {
          Value pooled = edit.newValue(pool.output().type());
          edit.replace(relu);
          edit.replace(
              pool,
              new Node(pool.op(), relu.inputs(), List.of(pooled, pool.outputs().get(1))),
              new Node(unary, List.of(pooled), List.of(pool.output())));
        }
      }
    }
    return edit.apply();
  }
}
