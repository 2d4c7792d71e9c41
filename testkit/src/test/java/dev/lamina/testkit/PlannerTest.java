package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.autodiff.Gradients;
import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.plan.Plan;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans compute what op by op execution computes, to the last bit, run after run. */
class PlannerTest {
  private final SplittableRandom random = new SplittableRandom(11);
  private final GraphBuilder g = new GraphBuilder();

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "BFLOAT16"})
  void aTrainingStepIsWhatItsGraphMeans(DType dtype) {
    Value x = g.input("x", TensorType.of(3, 6, 5, 2));
    Value step = g.input("step", new TensorType(DType.INT32, Shape.scalar()));
    Value rate = g.input("rate", TensorType.of());
    Value filter = g.variable("filter", TensorType.of(3, 3, 2, 4));
    Value bias = g.variable("bias", TensorType.of(4));
    Value gamma = g.variable("gamma", TensorType.of(4));
    Value beta = g.variable("beta", TensorType.of(4));
    Value mean = g.variable("mean", TensorType.of(4));
    Value dense = g.variable("dense", TensorType.of(3 * 2 * 4, 5));
    Value y =
        g.add(
            Convolution.of(Window.of(3, 3).same(6, 5), 1),
            g.cast(x, dtype),
            g.cast(filter, dtype),
            g.cast(bias, dtype));
    y =
        g.add(
            new MaxPooling(Window.of(2, 2).strides(2, 2)), g.add(Unary.of(UnaryFunction.RELU), y));
    List<Value> normalized =
        g.addAll(new BatchNormTraining(1e-3, true, true), List.of(y, gamma, beta));
    g.update(mean, g.add(new MovingAverage(0.9), mean, normalized.get(1)));
    y = g.add(new ElementDropout(0.3, 7), normalized.get(0), step);
    y = g.add(InnerProduct.PLAIN, g.reshape(y, Shape.of(3, 24)), g.cast(dense, dtype));
    y = g.cast(y, DType.FLOAT32);
    Value loss = g.reduceAll(ReductionFunction.MEAN, g.unary(UnaryFunction.SQUARE, y));
    List<Value> weights = List.of(filter, bias, gamma, beta, dense);
    Gradients.of(g, loss, weights)
        .forEach(
            (weight, gradient) -> {
              Value m = g.variable(weight.name() + "/m", weight.type());
              Value v = g.variable(weight.name() + "/v", weight.type());
              List<Value> updated =
                  g.addAll(
                      new AdamUpdate(0.9, 0.999, 1e-7, false, 0),
                      List.of(weight, gradient, rate, step, m, v));
              g.update(weight, updated.get(0));
              g.update(m, updated.get(1));
              g.update(v, updated.get(2));
            });
    g.output("loss", loss);
    g.output("filter before the step", filter);
    check(g.build(), 4);
  }

  @Test
  void variablesMaySwapAndFeedOneAnother() {
    Value a = g.variable("a", TensorType.of(3));
    Value b = g.variable("b", TensorType.of(3));
    Value c = g.variable("c", TensorType.of(3));
    g.update(a, b);
    g.update(b, a);
    g.update(c, g.plus(c, a));
    g.output("sum", g.plus(b, c));
    check(g.build(), 3);
  }

  @Test
  void updatesThatReadEachOtherInACircleStillSeeTheOldValues() {
    Value a = g.variable("a", TensorType.of(4));
    Value b = g.variable("b", TensorType.of(4));
    g.update(a, g.plus(a, b));
    g.update(b, g.minus(b, a));
    check(g.build(), 3);
  }

  @Test
  void viewsOfAVariableSeeItsOldValue() {
    Value a = g.variable("a", TensorType.of(2, 3));
    Value flat = g.reshape(a, Shape.of(6));
    g.update(a, g.linear(a, 2, 1));
    g.output("before", g.linear(flat, 1, 0));
    g.output("flat", flat);
    check(g.build(), 3);
  }

  @Test
  void randomGraphs() {
    for (int round = 0; round < 100; round++) {
      GraphBuilder builder = new GraphBuilder();
      List<Value> values = new ArrayList<>();
      List<Value> variables = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        values.add(builder.input("x" + i, TensorType.of(2, 3)));
        Value variable = builder.variable("v" + i, TensorType.of(2, 3));
        variables.add(variable);
        values.add(variable);
      }
      for (int i = 0; i < 25; i++) {
        Value left = values.get(random.nextInt(values.size()));
        Value right = values.get(random.nextInt(values.size()));
        values.add(
            switch (random.nextInt(6)) {
              case 0 -> builder.linear(left, 0.5, 0.25);
              case 1 -> builder.add(new MovingAverage(0.5), left, right);
              case 2 -> builder.cast(builder.cast(left, DType.BFLOAT16), DType.FLOAT32);
              case 3 -> builder.cast(bfloat16(builder, left, right), DType.FLOAT32);
              case 4 -> builder.reshape(builder.reshape(left, Shape.of(6)), Shape.of(2, 3));
              default -> builder.add(new Binary(BinaryFunction.MAXIMUM), left, right);
            });
      }
      variables.forEach(
          variable -> builder.update(variable, values.get(random.nextInt(values.size()))));
      builder.output("a", values.get(random.nextInt(values.size())));
      builder.output("b", values.get(values.size() - 1));
      check(builder.build(), 2);
    }
  }

  private static Value bfloat16(GraphBuilder builder, Value left, Value right) {
    Value reshaped = builder.reshape(builder.cast(left, DType.BFLOAT16), Shape.of(6));
    return builder.plus(
        builder.reshape(reshaped, Shape.of(2, 3)), builder.cast(right, DType.BFLOAT16));
  }

  private void check(Graph graph, int runs) {
    GraphVerifier.verify(graph);
    Map<String, float[]> kept = new HashMap<>();
    graph.variables().forEach(variable -> kept.put(variable.name(), values(variable)));
    try (ReferenceEngine engine = ReferenceEngine.float32();
        Variables variables = new Variables(engine)) {
      graph
          .variables()
          .forEach(
              variable ->
                  variables.define(variable.name(), variable.type(), kept.get(variable.name())));
      try (Plan plan = Planner.plan(graph, variables)) {
        for (int run = 1; run <= runs; run++) {
          Map<String, float[]> feeds = new HashMap<>();
          for (Value input : graph.inputs()) {
            boolean counter = input.type().dtype() == DType.INT32;
            float[] feed = counter ? new float[] {run} : values(input);
            feeds.put(input.name(), feed);
            if (counter) {
              plan.input(input.name()).write(new int[] {run}, 0);
            } else {
              plan.input(input.name()).write(feed, 0);
            }
          }
          GraphRunner.Result<float[]> expected = new GraphRunner(engine).run(graph, feeds, kept);
          plan.run();
          graph
              .outputs()
              .forEach(
                  (name, value) -> {
                    float[] actual = new float[value.shape().size()];
                    plan.output(name).read(actual, 0);
                    assertThat(actual).as(name).containsExactly(expected.output(name));
                  });
          for (Value variable : graph.variables()) {
            float[] now = expected.variable(variable.name());
            assertThat(variables.get(variable.name())).as(variable.name()).containsExactly(now);
            kept.put(variable.name(), now);
          }
        }
      }
    }
  }

  private float[] values(Value value) {
    float[] values = new float[value.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.3);
    }
    return values;
  }
}
