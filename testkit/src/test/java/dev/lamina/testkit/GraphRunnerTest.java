package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.contract.Binding;
import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.SgdUpdate;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphRunnerTest {
  private final GraphRunner runner = new GraphRunner(ReferenceEngine.float32());

  /** y = w x; w becomes w - rate x, and b stays. */
  private static Graph graph() {
    GraphBuilder g = new GraphBuilder();
    Value x = g.input("x", TensorType.of(2));
    Value w = g.variable("w", TensorType.of(2));
    Value b = g.variable("b", TensorType.of(2));
    g.output("y", g.plus(g.times(w, x), b));
    g.update(w, g.add(new SgdUpdate(0, false, 0), w, x, g.scalar(0.5)));
    return g.build();
  }

  private static final Map<String, float[]> VARIABLES =
      Map.of("w", new float[] {3, 4}, "b", new float[] {0, 1});

  @Test
  void givesOutputsAndNewVariables() {
    for (Binding binding : Binding.values()) {
      GraphRunner.Result<float[]> result =
          new GraphRunner(ReferenceEngine.float32(), binding)
              .run(graph(), Map.of("x", new float[] {1, 2}), VARIABLES);
      assertThat(result.output("y")).containsExactly(3, 9); // of the old w
      assertThat(result.variable("w")).containsExactly(2.5f, 3);
      assertThat(result.variable("b")).containsExactly(0, 1);
    }
  }

  @Test
  void leavesWhatItIsGivenAsItIs() {
    float[] w = {3, 4};
    runner.run(graph(), Map.of("x", new float[] {1, 2}), Map.of("w", w, "b", new float[] {0, 0}));
    assertThat(w).containsExactly(3, 4);
  }

  @Test
  void variablesMaySwapTheirValues() {
    GraphBuilder g = new GraphBuilder();
    Value a = g.variable("a", TensorType.of(1));
    Value b = g.variable("b", TensorType.of(1));
    g.update(a, b);
    g.update(b, a);
    GraphRunner.Result<float[]> result =
        runner.run(g.build(), Map.of(), Map.of("a", new float[] {1}, "b", new float[] {2}));
    assertThat(result.variable("a")).containsExactly(2);
    assertThat(result.variable("b")).containsExactly(1);
  }

  @Test
  void countersAreWholeNumbers() {
    GraphBuilder g = new GraphBuilder();
    Value step = g.variable("step", new TensorType(DType.INT32, Shape.scalar()));
    g.output("step", step);
    assertThat(runner.run(g.build(), Map.of(), Map.of("step", new float[] {7})).output("step"))
        .containsExactly(7);
  }

  @Test
  void whatNothingReadsIsNotRun() {
    GraphBuilder g = new GraphBuilder();
    Value x = g.input("x", TensorType.of(1));
    g.unary(UnaryFunction.LOG, x);
    g.output("y", g.unary(UnaryFunction.EXP, x));
    FaultyEngine withoutLog =
        new FaultyEngine(
            ReferenceEngine.float32(),
            (request, kernel) ->
                request.op().toString().contains("LOG") ? Optional.empty() : Optional.of(kernel));
    assertThat(
            new GraphRunner(withoutLog)
                .run(g.build(), Map.of("x", new float[] {0}), Map.of())
                .output("y"))
        .containsExactly(1);
  }

  @Test
  void aMissingOrWrongFeedIsNamed() {
    assertThatThrownBy(() -> runner.run(graph(), Map.of(), VARIABLES))
        .isInstanceOf(LaminaException.class)
        .hasMessage("there is no input \"x\"; there are: []");
    assertThatThrownBy(() -> runner.run(graph(), Map.of("x", new float[3]), VARIABLES))
        .hasMessage("input \"x\": received 3 values for f32[2], which has 2 elements");
    assertThatThrownBy(
            () -> runner.run(graph(), Map.of("x", new float[2]), Map.of("w", new float[2])))
        .hasMessage("there is no variable \"b\"; there are: [w]");
    assertThatThrownBy(() -> runner.run(graph(), Map.of("x", new float[2]), VARIABLES).output("z"))
        .hasMessage("there is no output \"z\"; there are: [y]");
  }

  @Test
  void anOpThatTheEngineLacksIsNamed() {
    FaultyEngine without =
        new FaultyEngine(ReferenceEngine.float32(), (request, kernel) -> Optional.empty());
    assertThatThrownBy(
            () -> new GraphRunner(without).run(graph(), Map.of("x", new float[] {1, 2}), VARIABLES))
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "the engine \"faulty\" does not support Binary[function=MULTIPLY] on %s"
                .formatted(List.of(TensorType.of(2), TensorType.of(2))));
  }
}
