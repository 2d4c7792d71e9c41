package dev.lamina.plan;

import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a convolution, dense product or max pooling apply the activation that follows, where nothing
 * else reads the result before it (backward does for activations whose derivative needs their
 * input).
 */
final class FuseActivation implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (Node node : graph.nodes()) {
      for (Node reader : edit.onlyConsumer(node.output())) {
        if (!(reader.op() instanceof Unary activation)) {
          continue;
        }
        Op fused = fused(node.op(), activation);
        if (fused != null) {
          List<Value> outputs = new ArrayList<>(node.outputs());
          outputs.set(0, reader.output());
          edit.replace(node, new Node(fused, node.inputs(), outputs));
          edit.replace(reader);
        }
      }
    }
    return edit.apply();
  }

  private static @Nullable Op fused(Op op, Unary activation) {
    if (op instanceof Convolution conv && conv.activation().isIdentity()) {
      return new Convolution(conv.window(), conv.groups(), activation);
    }
    if (op instanceof InnerProduct product && product.activation().isIdentity()) {
      return new InnerProduct(activation);
    }
    if (op instanceof MaxPooling pool && pool.activation().isIdentity()) {
      return new MaxPooling(pool.window(), activation);
    }
    return null;
  }
}
