package dev.lamina.autodiff;

import dev.lamina.autodiff.GradientRule.Backward;
import dev.lamina.ir.DType;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation. Backward ops are added to the graph only on paths that lead from a
 * wanted value to the loss, so the first layer's input gradient is never made.
 *
 * <pre>{@code
 * Map<Value, Value> gradients = Gradients.of(graph, loss, List.of(kernel, bias));
 * }</pre>
 */
public final class Gradients {
  private Gradients() {}

  /** Whether there is a rule by which a gradient passes through ops of this type. */
  public static boolean isDifferentiable(Class<? extends Op> type) {
    return GradientRules.differentiable().contains(type);
  }

  /**
   * The gradients of the scalar {@code loss} by each of {@code wanted}; zeros where the loss does
   * not depend on one.
   */
  public static Map<Value, Value> of(GraphBuilder graph, Value loss, Collection<Value> wanted) {
    if (loss.shape().rank() != 0) {
      throw new IllegalArgumentException("the loss must be a scalar, received " + loss.type());
    }
    return of(graph, Map.of(loss, graph.scalar(1)), wanted);
  }

  /** As {@link #of(GraphBuilder, Value, Collection)}, from given upstream gradients. */
  public static Map<Value, Value> of(
      GraphBuilder graph, Map<Value, Value> upstream, Collection<Value> wanted) {
    List<Node> nodes = graph.nodes();
    Set<Value> active = activeValues(nodes, wanted);
    Map<Value, Value> gradients = new HashMap<>(upstream);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      List<@Nullable Value> arriving = new ArrayList<>();
      node.outputs().forEach(output -> arriving.add(arriving(graph, node, output, gradients)));
      BitSet wants = new BitSet();
      for (int k = 0; k < node.inputs().size(); k++) {
        wants.set(k, active.contains(node.inputs().get(k)));
      }
      if (arriving.get(0) == null
          || wants.isEmpty()
          || GradientRules.WITHOUT_GRADIENT.contains(node.op().getClass())) {
        continue;
      }
      List<@Nullable Value> passed =
          GradientRules.apply(new Backward(graph, node, arriving, wants));
      for (int k = 0; k < node.inputs().size(); k++) {
        Value gradient = passed.get(k);
        if (gradient != null && wants.get(k)) {
          gradients.merge(node.inputs().get(k), gradient, (a, b) -> sum(graph, a, b));
        }
      }
    }
    Map<Value, Value> result = new LinkedHashMap<>();
    for (Value value : wanted) {
      Value gradient = gradients.get(value);
      result.put(
          value,
          graph.cast(
              gradient == null ? graph.fill(value.shape(), 0) : gradient, value.type().dtype()));
    }
    return result;
  }

  /**
   * The gradient by one of a node's outputs, of the output's own element type. The gradients of
   * weights are of FLOAT32 also where the weights were cast to less; a cast passes them on as such.
   */
  private static @Nullable Value arriving(
      GraphBuilder graph, Node node, Value output, Map<Value, Value> gradients) {
    Value gradient = gradients.get(output);
    return gradient == null || node.op() instanceof Cast
        ? gradient
        : graph.cast(gradient, output.type().dtype());
  }

  private static Value sum(GraphBuilder graph, Value a, Value b) {
    boolean same = a.type().dtype() == b.type().dtype();
    DType dtype = same ? a.type().dtype() : DType.FLOAT32;
    return graph.plus(graph.cast(a, dtype), graph.cast(b, dtype));
  }

  /** The wanted values and all that depends on them. */
  private static Set<Value> activeValues(List<Node> nodes, Collection<Value> wanted) {
    Set<Value> active = new HashSet<>(wanted);
    for (Node node : nodes) {
      if (node.inputs().stream().anyMatch(active::contains)) {
        active.addAll(node.outputs());
      }
    }
    return active;
  }
}
