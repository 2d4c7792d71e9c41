package dev.lamina.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Graph;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Node;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.OpRecord;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GradientRulesTest {
  @Test
  void everyOpHasARuleOrIsKnownToHaveNone() {
    Set<Class<?>> covered = new HashSet<>(GradientRules.differentiable());
    covered.addAll(GradientRules.WITHOUT_GRADIENT);
    assertThat(covered).containsExactlyInAnyOrder(OpRecord.class.getPermittedSubclasses());
    assertThat(GradientRules.differentiable())
        .doesNotContainAnyElementsOf(GradientRules.WITHOUT_GRADIENT);
  }

  @Test
  void noInputGradientIsMadeForTheFirstLayer() {
    GraphBuilder g = new GraphBuilder();
    Value x = g.input("x", TensorType.of(2, 5, 5, 1));
    Value filter = g.variable("filter", TensorType.of(3, 3, 1, 4));
    Value y = g.add(Convolution.of(Window.of(3, 3), 1), x, filter);
    Value loss = g.reduceAll(ReductionFunction.SUM, g.unary(UnaryFunction.SQUARE, y));
    Map<Value, Value> gradients = Gradients.of(g, loss, List.of(filter));
    g.output("gradient", gradients.get(filter));
    Graph graph = GraphVerifier.verify(g.build());
    assertThat(graph.nodes())
        .extracting(Node::op)
        .noneMatch(ConvolutionInputGradient.class::isInstance);
  }

  @Test
  void aValueReadTwiceAddsBothGradientsUp() {
    GraphBuilder g = new GraphBuilder();
    Value x = g.variable("x", TensorType.of(3));
    Value loss = g.reduceAll(ReductionFunction.SUM, g.plus(g.times(x, x), x));
    Value gradient = Gradients.of(g, loss, List.of(x)).get(x);
    g.output("gradient", gradient);
    GraphVerifier.verify(g.build());
    assertThat(gradient.type()).isEqualTo(x.type());
  }

  @Test
  void whatTheLossDoesNotDependOnHasAGradientOfZeros() {
    GraphBuilder g = new GraphBuilder();
    Value x = g.variable("x", TensorType.of(3));
    Value y = g.variable("y", TensorType.of(2));
    Value loss = g.reduceAll(ReductionFunction.SUM, x);
    Value gradient = Gradients.of(g, loss, List.of(y)).get(y);
    assertThat(gradient).isEqualTo(g.fill(y.shape(), 0));
  }

  @Test
  void onlyScalarsCanBeDifferentiated() {
    GraphBuilder g = new GraphBuilder();
    Value x = g.variable("x", TensorType.of(3));
    assertThatThrownBy(() -> Gradients.of(g, x, List.of(x)))
        .hasMessage("the loss must be a scalar, received f32[3]");
  }
}
