package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenContract.OUTPUT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static dev.lamina.testkit.golden.GoldenValues.shape;
import static dev.lamina.testkit.golden.GoldenValues.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.UpdateContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Optimizers: weights and slots after each of several steps. */
final class GoldenOptimizers {
  private final GraphRunner runner;

  GoldenOptimizers(Engine engine) {
    runner = new GraphRunner(engine);
  }

  void check(GoldenCase golden) {
    Optimizer optimizer = GoldenObjects.optimizer(golden);
    assertThat(GoldenConfig.of(optimizer.config()))
        .containsAllEntriesOf(GoldenConfig.of(golden.config()));
    StepGraph steps = new StepGraph(golden, optimizer);
    assertThat(steps.slotNames).containsExactlyElementsOf(golden.texts("slots"));
    Map<String, float[]> variables = new HashMap<>(steps.initial);
    int count = golden.integer("steps");
    for (int step = 0; step < count; step++) {
      Map<String, float[]> feeds = new HashMap<>();
      feeds.put("rate", new float[] {(float) optimizer.learningRate()});
      feeds.put("step", new float[] {step + 1});
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

  /** One step on all of a case's variables, which like the slots are called as its arrays. */
  private static final class StepGraph {
    final Map<String, float[]> initial = new HashMap<>();
    final Set<String> slotNames = new LinkedHashSet<>();
    final Graph graph;

    private final GraphBuilder builder = new GraphBuilder();
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
      int index = 0;
      for (Map.Entry<Value, Value> entry : optimizer.clip(builder, gradients).entrySet()) {
        Value weight = entry.getKey();
        UpdateContext context = new Context(index++, weight.type());
        builder.update(weight, optimizer.step(context, weight, entry.getValue()));
      }
      graph = builder.build();
    }

    /** What the optimizer is given for one variable. */
    private final class Context implements UpdateContext {
      private final int index;
      private final TensorType type;

      Context(int index, TensorType type) {
        this.index = index;
        this.type = type;
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
      public Value slot(String name, double first) {
        slotNames.add(name);
        Value slot = builder.variable(name + "." + index, type);
        float[] values = new float[type.shape().size()];
        Arrays.fill(values, (float) first);
        initial.put(slot.name(), values);
        return slot;
      }

      @Override
      public void update(Value slot, Value newValue) {
        builder.update(slot, newValue);
      }
    }
  }
}
