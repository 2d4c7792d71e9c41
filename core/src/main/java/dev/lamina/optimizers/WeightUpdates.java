package dev.lamina.optimizers;

import dev.lamina.constraints.Constraint;
import dev.lamina.ir.DType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * What a training step does around the formula of its optimizer, whichever that is. Source: {@code
 * BaseOptimizer.apply} of Keras 3.
 */
final class WeightUpdates {
  private final Optimizer optimizer;
  private final StepContext step;
  private final GraphBuilder graph;
  private final int collected; // steps whose gradients make one update

  WeightUpdates(Optimizer optimizer, StepContext step) {
    this.optimizer = optimizer;
    this.step = step;
    graph = step.graph();
    Integer steps = optimizer.gradientAccumulationSteps();
    collected = steps == null ? 1 : steps;
  }

  void add(Map<Value, Value> gradients) {
    optimizer.clip(graph, collect(gradients)).forEach(this::add);
  }

  /** The mean of this step's gradients and those kept from the steps before it. */
  private Map<Value, Value> collect(Map<Value, Value> gradients) {
    if (collected == 1) {
      return gradients;
    }
    Map<Value, Value> means = new LinkedHashMap<>();
    gradients.forEach(
        (weight, gradient) -> {
          Value kept = step.slot(weight, "gradient_accumulator", weight.shape(), 0);
          Value sum = graph.plus(gradient, kept);
          graph.update(kept, graph.times(sum, notUpdating()));
          means.put(weight, graph.divide(sum, graph.scalar(collected)));
        });
    return means;
  }

  private void add(Value weight, Value gradient) {
    Value stepped = onUpdate(weight, optimizer.step(new Update(weight), weight, gradient));
    Value averaged = optimizer.usesEma() ? average(weight, stepped) : stepped;
    Constraint constraint = step.constraint(weight);
    graph.update(weight, constraint == null ? averaged : constraint.apply(graph, averaged));
  }

  /** Updates the average, which takes the weight's place once in so many updates. */
  private Value average(Value weight, Value stepped) {
    Value average = step.slot(weight, "average", weight.shape(), 0);
    float momentum = (float) optimizer.emaMomentum();
    Value old = number("ema_old", at -> updates(at) == 0 ? 0 : momentum);
    Value fresh = number("ema_new", at -> updates(at) == 0 ? 1 : 1f - momentum);
    Value next = graph.plus(graph.times(old, average), graph.times(fresh, stepped));
    graph.update(average, next);
    Integer frequency = optimizer.emaOverwriteFrequency();
    if (frequency == null) {
      return stepped;
    }
    int every = frequency;
    Value overwrites = number("ema_overwrites", at -> (updates(at) + 1) % every == 0 ? 1 : 0);
    Value keeps = number("ema_keeps", at -> (updates(at) + 1) % every == 0 ? 0 : 1);
    return graph.plus(graph.times(next, overwrites), graph.times(stepped, keeps));
  }

  /** The new value in a step that makes an update, the old one in the others. */
  private Value onUpdate(Value old, Value next) {
    if (collected == 1) {
      return next;
    }
    Value updating = number("is_update", at -> isUpdate(at) ? 1 : 0);
    return graph.plus(graph.times(next, updating), graph.times(old, notUpdating()));
  }

  private Value notUpdating() {
    return number("is_no_update", at -> isUpdate(at) ? 0 : 1);
  }

  private Value number(String name, IntToDoubleFunction ofStep) {
    return step.number(name, DType.FLOAT32, ofStep);
  }

  private boolean isUpdate(int trainingStep) {
    return trainingStep % collected == 0;
  }

  /** How many updates there were before a training step. */
  private int updates(int trainingStep) {
    return (trainingStep - 1) / collected;
  }

  /** What the optimizer is given for one weight. */
  private final class Update implements UpdateContext {
    private final Value weight;

    Update(Value weight) {
      this.weight = weight;
    }

    @Override
    public GraphBuilder graph() {
      return graph;
    }

    @Override
    public Value learningRate() {
      return step.learningRate();
    }

    @Override
    public Value step() {
      return collected == 1
          ? step.step()
          : step.number("update", DType.INT32, at -> updates(at) + 1);
    }

    @Override
    public Value number(String name, IntToDoubleFunction ofStep) {
      return step.number(
          "update/" + name, DType.FLOAT32, at -> ofStep.applyAsDouble(updates(at) + 1));
    }

    @Override
    public Value slot(String name, double initial) {
      return step.slot(weight, name, optimizer.slotShape(name, weight.shape()), initial);
    }

    @Override
    public void update(Value slot, Value newValue) {
      graph.update(slot, onUpdate(slot, newValue));
    }
  }
}
