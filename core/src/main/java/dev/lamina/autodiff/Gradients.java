package dev.lamina.autodiff;

import dev.lamina.autodiff.GradientRule.Backward;
import dev.lamina.ir.GraphBuilder;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
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
      node.outputs().forEach(output -> arriving.add(gradients.get(output)));
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
          gradients.merge(node.inputs().get(k), gradient, graph::plus);
        }
      }
    }
    Map<Value, Value> result = new LinkedHashMap<>();
    for (Value value : wanted) {
      Value gradient = gradients.get(value);
      result.put(value, gradient == null ? graph.fill(value.shape(), 0) : gradient);
    }
    return result;
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
