package dev.lamina.plan;

import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets batch normalization in training apply the relu that follows. Made before differentiation, so
 * that backward reads the activations once for both.
 */
final class FuseNormRelu implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof BatchNormTraining norm) || norm.relu()) {
        continue;
      }
      for (Node reader : edit.onlyConsumer(node.output())) {
        if (isRelu(reader)) {
          BatchNormTraining fused =
              new BatchNormTraining(norm.epsilon(), norm.scale(), norm.center(), true);
          List<Value> outputs = new ArrayList<>(node.outputs());
          outputs.set(0, reader.output());
          outputs.add(
              edit.newValue(new TensorType(DType.WORKSPACE, reader.output().type().shape())));
          edit.replace(node, new Node(fused, node.inputs(), outputs));
          edit.replace(reader);
        }
      }
    }
    return edit.apply();
  }

  private static boolean isRelu(Node node) {
    return node.op() instanceof Unary unary
        && unary.function() == UnaryFunction.RELU
        && unary.alpha() == 0;
  }
}
