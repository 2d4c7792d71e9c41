package dev.lamina.plan;

import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Folds batch normalization with given statistics into the convolution or dense product before it:
 * with {@code slope = gamma / sqrt(variance + epsilon)} the weights become {@code weights slope}
 * and the bias {@code (bias - mean) slope + beta}. Weights do not change while a model predicts, so
 * this is computed once. Equal but for the rounding of the weights.
 */
final class FoldBatchNorm implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    Set<Value> fixed = new HashSet<>(graph.variables());
    fixed.removeAll(graph.updates().keySet());
    for (Node node : graph.nodes()) {
      boolean sameNumbers = node.op() instanceof Cast || node.op() instanceof Reshaping;
      if (sameNumbers && fixed.contains(node.inputs().get(0))) {
        fixed.add(node.output());
      }
    }
    for (Node node : graph.nodes()) {
      if (!isLinear(node.op()) || !areFixed(node, fixed)) {
        continue;
      }
      for (Node reader : edit.onlyConsumer(node.output())) {
        if (reader.op() instanceof BatchNormInference norm
            && reader.inputs().get(0).equals(node.output())
            && areFixed(reader, fixed)) {
          edit.replace(node);
          edit.replace(reader, new Folding(edit).fold(node, reader, norm));
        }
      }
    }
    return edit.apply();
  }

  private static boolean isLinear(Op op) {
    return (op instanceof Convolution conv && conv.activation().isIdentity())
        || (op instanceof InnerProduct product && product.activation().isIdentity());
  }

  private static boolean areFixed(Node node, Set<Value> fixed) {
    return fixed.containsAll(node.inputs().subList(1, node.inputs().size()));
  }

  /** The nodes of one folding. */
  private static final class Folding {
    private final GraphEdit edit;
    private final List<Node> nodes = new ArrayList<>();

    Folding(GraphEdit edit) {
      this.edit = edit;
    }

    Node[] fold(Node linear, Node normalization, BatchNormInference norm) {
      List<Value> statistics = normalization.inputs();
      Value variance = add(Unary.of(UnaryFunction.LINEAR, 1, norm.epsilon()), statistics.get(2));
      Value slope = add(Unary.of(UnaryFunction.POW, 1, -0.5), variance);
      if (norm.scale()) {
        slope = binary(BinaryFunction.MULTIPLY, slope, statistics.get(3));
      }
      DType dtype = linear.inputs().get(1).type().dtype();
      Value weights = binary(BinaryFunction.MULTIPLY, uncast(linear.inputs().get(1)), slope);
      Value mean = statistics.get(1);
      Value shift =
          linear.inputs().size() == 3
              ? binary(BinaryFunction.SUBTRACT, uncast(linear.inputs().get(2)), mean)
              : add(Unary.of(UnaryFunction.LINEAR, -1, 0), mean);
      Value bias = binary(BinaryFunction.MULTIPLY, shift, slope);
      if (norm.center()) {
        bias = binary(BinaryFunction.ADD, bias, statistics.get(norm.scale() ? 4 : 3));
      }
      List<Value> inputs = List.of(linear.inputs().get(0), cast(weights, dtype), cast(bias, dtype));
      nodes.add(new Node(linear.op(), inputs, normalization.outputs()));
      return nodes.toArray(Node[]::new);
    }

    /** What a cast has read: the numbers before they were rounded. */
    private Value uncast(Value value) {
      Node producer = edit.producers().get(value);
      if (producer == null) {
        return value;
      }
      Value source = producer.inputs().get(0);
      if (producer.op() instanceof Reshaping) {
        Value exact = uncast(source);
        return exact.equals(source) ? value : add(producer.op(), exact);
      }
      return producer.op() instanceof Cast ? source : value;
    }

    private Value cast(Value value, DType dtype) {
      return value.type().dtype() == dtype ? value : add(new Cast(dtype), value);
    }

    private Value binary(BinaryFunction function, Value a, Value b) {
      return add(new Binary(function), a, b);
    }

    private Value add(Op op, Value... inputs) {
      List<Value> operands = List.of(inputs);
      TensorType type = op.infer(operands.stream().map(Value::type).toList()).get(0);
      Value result = edit.newValue(type);
      nodes.add(new Node(op, operands, List.of(result)));
      return result;
    }
  }
}
