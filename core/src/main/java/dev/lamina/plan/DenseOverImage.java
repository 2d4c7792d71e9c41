package dev.lamina.plan;

import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a dense product read an image's features as they lie, without flattening them first: an
 * {@link InnerProduct} takes an input of any rank, so the engine can keep the convolution's layout.
 */
final class DenseOverImage implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof InnerProduct)) {
        continue;
      }
      Node flatten = edit.producers().get(node.inputs().get(0));
      if (flatten != null
          && flatten.op() instanceof Reshaping
          && flatten.inputs().get(0).shape().rank() > 1
          && flatten.inputs().get(0).shape().dim(0) == node.inputs().get(0).shape().dim(0)) {
        List<Value> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, flatten.inputs().get(0));
        edit.replace(node, new Node(node.op(), inputs, node.outputs()));
      }
    }
    return edit.apply().withoutDeadNodes();
  }
}
