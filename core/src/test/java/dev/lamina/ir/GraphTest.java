package dev.lamina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private final GraphBuilder g = new GraphBuilder();
  private final Value x = g.input("x", TensorType.of(2, 3));

  @Test
  void printsALinePerThing() {
    Value w = g.variable("w", TensorType.of(2, 3));
    Value sum = g.plus(w, x);
    g.output("sum", sum);
    g.update(w, sum);
    assertThat(g.build())
        .hasToString(
            """
            %0 x: f32[2x3] = input
            %1 w: f32[2x3] = variable
            %2: f32[2x3] = Binary[function=ADD] (%1, %0)
            output sum = %2
            update %1 w <- %2
            """);
  }

  @Test
  void deadNodesGo() {
    g.unary(UnaryFunction.EXP, x);
    g.output("y", g.unary(UnaryFunction.LOG, x));
    assertThat(g.build().withoutDeadNodes().nodes())
        .extracting(Node::op)
        .containsExactly(Unary.of(UnaryFunction.LOG));
  }

  @Test
  void shapesAreCheckedAsOpsAreAdded() {
    Value y = g.input("y", TensorType.of(2, 4));
    assertThatThrownBy(() -> g.plus(x, y))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shapes 2x3 and 2x4 do not broadcast together");
  }

  @Test
  void namesAreUnique() {
    assertThatThrownBy(() -> g.variable("x", TensorType.of(1)))
        .hasMessageContaining("the name \"x\" is used twice");
  }

  @Test
  void theVerifierFindsUsesBeforeDefinitions() {
    Value y = g.unary(UnaryFunction.EXP, x);
    g.output("z", g.unary(UnaryFunction.LOG, y));
    Graph graph = g.build();
    Graph wrong =
        new Graph(
            graph.inputs(),
            graph.variables(),
            List.of(graph.nodes().get(1), graph.nodes().get(0)),
            graph.outputs(),
            graph.updates());
    assertThat(GraphVerifier.verify(graph)).isSameAs(graph);
    assertThatThrownBy(() -> GraphVerifier.verify(wrong))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("before it is defined");
  }

  @Test
  void theVerifierFindsWrongTypes() {
    Value y = new Value(7, "", TensorType.of(5));
    Graph wrong =
        new Graph(
            List.of(x),
            List.of(),
            List.of(new Node(Unary.of(UnaryFunction.EXP), List.of(x), List.of(y))),
            Map.of("y", y),
            Map.of());
    assertThatThrownBy(() -> GraphVerifier.verify(wrong)).hasMessageContaining("its op infers");
  }

  @Test
  void constantsAreMadeOnce() {
    assertThat(g.scalar(2)).isSameAs(g.scalar(2));
  }
}
