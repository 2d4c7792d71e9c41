package dev.lamina.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.autodiff.Gradients;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.core.Dense;
import dev.lamina.plan.Plan;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Variables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegularizersTest {
  private static final float[] WEIGHT = {1, -2, 0, 0.5f};

  /** The penalty on {@link #WEIGHT}, and its gradient. */
  private static double[] run(Regularizer regularizer) {
    GraphBuilder graph = new GraphBuilder();
    Value weight = graph.input("weight", TensorType.of(2, 2));
    Value penalty = regularizer.penalty(graph, weight);
    assertThat(penalty.shape().rank()).isZero();
    graph.output("penalty", penalty);
    Map<Value, Value> gradients = Gradients.of(graph, penalty, List.of(weight));
    graph.output("gradient", gradients.get(weight));
    try (Variables none = new Variables(ReferenceEngine.float32());
        Plan plan = Planner.plan(graph.build(), none)) {
      plan.input("weight").write(WEIGHT, 0);
      plan.run();
      float[] result = new float[5];
      plan.output("penalty").read(result, 0);
      plan.output("gradient").read(result, 1);
      double[] doubles = new double[result.length];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = result[i];
      }
      return doubles;
    }
  }

  @Test
  void penaltiesAndTheirGradients() {
    assertThat(run(new L1(0.1))).containsExactly(new double[] {.35, .1, -.1, 0, .1}, within(1e-7));
    assertThat(run(new L2(0.1))).containsExactly(new double[] {.525, .2, -.4, 0, .1}, within(1e-7));
    assertThat(run(new L1L2(0.1, 0.2)))
        .containsExactly(new double[] {1.4, .5, -.9, 0, .3}, within(1e-6));
    assertThat(run(new L1L2(0, 0.1))).isEqualTo(run(new L2(0.1)));
    assertThat(run(new L1L2(0.1, 0))).isEqualTo(run(new L1(0.1)));
    assertThat(run(new L1L2())).containsOnly(0);
  }

  /** Keras 3.15 knows these names, with these defaults; it does not know l1_l2. */
  @Test
  void names() {
    assertThat(Regularizers.get("l1")).isEqualTo(new L1(0.01));
    assertThat(Regularizers.get("L2")).isEqualTo(new L2(0.01));
    assertThat(Regularizers.get("l1l2")).isEqualTo(new L1L2(0, 0));
    assertThatThrownBy(() -> Regularizers.get("l3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("regularizer \"l3\" is unknown")
        .hasMessageContaining("l1, l2, l1l2 or orthogonal_regularizer");
    assertThat(Regularizers.get("orthogonal_regularizer"))
        .isEqualTo(new OrthogonalRegularizer(0.01, "rows"));
  }

  @Test
  void orthogonalRowsHaveNoPenalty() {
    // The rows (1, -2) and (0, 0.5) have the cosine -2 / sqrt(5), the columns (1, 0), (-2, 0.5) -2
    // / sqrt(4.25).
    assertThat(run(new OrthogonalRegularizer(0.5))[0])
        .isCloseTo(0.25 * 2 * 2 / Math.sqrt(5), within(1e-6));
    assertThat(run(new OrthogonalRegularizer(0.5, "columns"))[0])
        .isCloseTo(0.25 * 2 * 2 / Math.sqrt(4.25), within(1e-6));
    GraphBuilder graph = new GraphBuilder();
    Value row = graph.input("row", TensorType.of(1, 4));
    assertThatThrownBy(() -> new OrthogonalRegularizer().penalty(graph, row))
        .hasMessageContaining("needs a weight of two axes with two rows or more, received 1x4");
    assertThatThrownBy(() -> new OrthogonalRegularizer(1, "rovs"))
        .hasMessageContaining("mode \"rovs\" is unknown; did you mean \"rows\"?");
  }

  @Test
  void factorsAreNotNegative() {
    assertThatThrownBy(() -> new L2(-0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("l2 must be a number >= 0, received -0.1");
    assertThatThrownBy(() -> new L1(Double.NaN)).hasMessageContaining("received NaN");
    assertThatThrownBy(() -> new L1L2(0, Double.POSITIVE_INFINITY)).hasMessageContaining("l2");
  }

  private static final class Own implements Regularizer {
    @Override
    public Value penalty(GraphBuilder graph, Value weight) {
      return graph.scalar(3);
    }

    @Override
    public dev.lamina.config.Config config() {
      return dev.lamina.config.Config.of("Own");
    }
  }

  @Test
  void onesOwnIsReadFromALayersConfig() {
    Dense layer = new Dense(2).kernelRegularizer(new Own());
    CustomObjects mine = CustomObjects.none().with("Own", config -> new Own());
    ConfigReader reader = new ConfigReader(layer.config(), mine);
    assertThat(Regularizers.argument(reader, "kernel_regularizer")).isInstanceOf(Own.class);
    assertThat(Regularizers.argument(reader, "bias_regularizer")).isNull();
  }
}
