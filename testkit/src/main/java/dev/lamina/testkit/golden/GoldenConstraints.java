package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenContract.OUTPUT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static dev.lamina.testkit.golden.GoldenValues.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.constraints.Constraint;
import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.Map;
import java.util.Objects;

/** Constraints: what becomes of a weight. */
final class GoldenConstraints {
  private final GraphRunner runner;

  GoldenConstraints(Engine engine) {
    runner = new GraphRunner(engine);
  }

  void check(GoldenCase golden) {
    Constraint constraint = GoldenObjects.constraint(golden);
    assertThat(GoldenConfig.of(constraint.config())).isEqualTo(GoldenConfig.of(golden.config()));
    GoldenArray weight = golden.array("weight");
    GraphBuilder graph = new GraphBuilder();
    Value input = graph.input("weight", TensorType.of(shape(weight)));
    graph.output("output", constraint.apply(graph, input));
    float[] output =
        Objects.requireNonNull(
            runner
                .run(graph.build(), Map.of("weight", floats(weight)), Map.of())
                .outputs()
                .get("output"));
    assertClose("output", output, floats(golden.array("output")), OUTPUT_TOLERANCE);
  }
}
