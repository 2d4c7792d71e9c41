package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenContract.OUTPUT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static dev.lamina.testkit.golden.GoldenValues.shape;
import static dev.lamina.testkit.golden.GoldenValues.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.optimizers.FluentOptimizer;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.StepContext;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Optimizers: weights and slots after each of several steps. */
final class GoldenOptimizers {
  private final GraphRunner runner;

  GoldenOptimizers(Engine engine) {
    runner = new GraphRunner(engine);
  }

  void check(GoldenCase golden) {
    Optimizer optimizer = excluding(GoldenObjects.optimizer(golden), golden);
    assertThat(GoldenConfig.of(optimizer.config()))
        .containsAllEntriesOf(GoldenConfig.of(golden.config()));
    StepGraph steps = new StepGraph(golden, optimizer);
    assertThat(steps.slotNames).containsExactlyInAnyOrderElementsOf(golden.texts("slots"));
    Map<String, float[]> variables = new HashMap<>(steps.initial);
    int count = golden.integer("steps");
    for (int step = 0; step < count; step++) {
      Map<String, float[]> feeds = new HashMap<>();
      int number = step + 1;
      LearningRateSchedule schedule = optimizer.learningRateSchedule();
      double rate = schedule == null ? optimizer.learningRate() : schedule.at(step);
      feeds.put("rate", new float[] {(float) rate});
      feeds.put("step", new float[] {number});
      steps.numbers.forEach(
          (name, of) -> feeds.put(name, new float[] {(float) of.applyAsDouble(number)}));
      for (int i = 0; i < golden.integer("variables"); i++) {
        String gradient = "gradient." + i;
        feeds.put(gradient, slice(floats(golden.array(gradient)), step, count));
      }
      variables.putAll(runner.run(steps.graph, feeds, variables).variables());
      for (Map.Entry<String, float[]> variable : variables.entrySet()) {
        assertClose(
            variable.getKey() + " after step " + (step + 1),
            variable.getValue(),
            slice(floats(golden.array(variable.getKey())), step, count),
            OUTPUT_TOLERANCE);
      }
    }
  }

  private static Optimizer excluding(Optimizer optimizer, GoldenCase golden) {
    return golden.has("excluded")
        ? ((FluentOptimizer<?>) optimizer)
            .excludeFromWeightDecay("variable." + golden.integer("excluded"))
        : optimizer;
  }

  /** One step on all of a case's variables, which like the slots are called as its arrays. */
  private static final class StepGraph implements StepContext {
    final Map<String, float[]> initial = new HashMap<>();
    final Set<String> slotNames = new LinkedHashSet<>();
    final Map<String, IntToDoubleFunction> numbers = new HashMap<>();
    final Graph graph;

    private final GraphBuilder builder = new GraphBuilder();
    private final Map<String, Value> inputs = new HashMap<>();
    private final @Nullable Constraint constraint;
    private final Value rate = builder.input("rate", TensorType.of());
    private final Value step = builder.input("step", new TensorType(DType.INT32, Shape.scalar()));

    StepGraph(GoldenCase golden, Optimizer optimizer) {
      Map<Value, Value> gradients = new LinkedHashMap<>();
      for (int i = 0; i < golden.integer("variables"); i++) {
        GoldenArray values = golden.array("variable." + i + ".initial");
        TensorType type = TensorType.of(shape(values));
        Value variable = builder.variable("variable." + i, type);
        initial.put(variable.name(), floats(values));
        gradients.put(variable, builder.input("gradient." + i, type));
      }
      constraint = golden.has("constraint") ? Constraints.get(golden.text("constraint")) : null;
      optimizer.update(this, gradients);
      graph = builder.build();
    }

    @Override
    public GraphBuilder graph() {
      return builder;
    }

    @Override
    public Value learningRate() {
      return rate;
    }

    @Override
    public Value step() {
      return step;
    }

    @Override
    public Value number(String name, DType type, IntToDoubleFunction ofStep) {
      numbers.putIfAbsent(name, ofStep);
      return inputs.computeIfAbsent(
          name, key -> builder.input(key, new TensorType(type, Shape.scalar())));
    }

    @Override
    public Value slot(Value weight, String name, Shape shape, double first) {
      slotNames.add(name);
      String index = weight.name().substring(weight.name().lastIndexOf('.'));
      Value slot = builder.variable(name + index, TensorType.of(shape));
      float[] values = new float[shape.size()];
      Arrays.fill(values, (float) first);
      initial.put(slot.name(), values);
      return slot;
    }

    @Override
    public @Nullable Constraint constraint(Value weight) {
      return constraint;
    }
  }
}
