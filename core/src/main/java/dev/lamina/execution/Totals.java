package dev.lamina.execution;

import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.plan.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The running sums behind loss and metrics, kept among the model's variables. Training and
 * evaluation have sums of their own, so that an evaluation in the middle of an epoch does not touch
 * the epoch's figures.
 */
public final class Totals {
  private static final TensorType SCALAR = TensorType.of(Shape.scalar());

  /** Whose sums these are. No weight's name begins like these variables. */
  enum Of {
    TRAINING("/training/"),
    EVALUATION("/evaluation/");

    private final String prefix;

    Of(String prefix) {
      this.prefix = prefix;
    }
  }

  private final ModelRuntime runtime;
  private final Of of;
  private final boolean weighted;

  /**
   * The sums of one kind of run.
   *
   * @param weighted whether samples have weights; without, each weighs 1
   */
  Totals(ModelRuntime runtime, Of of, boolean weighted) {
    this.runtime = runtime;
    this.of = of;
    this.weighted = weighted;
  }

  /** Whether a variable holds a sum. */
  static boolean holds(String variable) {
    for (Of of : Of.values()) {
      if (variable.startsWith(of.prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes a graph add these values, one of each sample, to the total of this name.
   *
   * @return the values' sum
   */
  static Value add(
      GraphBuilder graph,
      Of of,
      String name,
      Value values,
      Map<String, StepGraph.InitialValue> variables) {
    String variable = of.prefix + name;
    variables.put(variable, new StepGraph.InitialValue(SCALAR, 0));
    Value total = graph.variable(variable, SCALAR);
    Value sum = graph.reduceAll(ReductionFunction.SUM, values);
    Value newTotal = graph.binary(BinaryFunction.ADD, total, sum);
    graph.update(total, newTotal);
    graph.output(variable, newTotal);
    return sum;
  }

  /** Begins at 0. */
  public void reset() {
    Variables variables = runtime.variables();
    for (String name : names()) {
      if (variables.contains(of.prefix + name)) {
        variables.set(of.prefix + name, new float[1]);
      }
    }
  }

  /** Loss and metrics over the samples since {@link #reset}. */
  public Map<String, Double> figures(int samples) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(Objective.LOSS, sum(Objective.LOSS) / samples);
    for (String loss : runtime.objective().lossNames()) {
      figures.put(loss, sum(loss) / samples);
    }
    double weight = weighted ? sum(Objective.SAMPLE_WEIGHT) : samples;
    for (Objective.Figure figure : runtime.objective().figures()) {
      double sum = sum(figure.name());
      // Where all weights are 0, Keras reports 0 too.
      figures.put(
          figure.name(), !figure.weighted() ? sum / samples : weight == 0 ? 0 : sum / weight);
    }
    return figures;
  }

  private double sum(String name) {
    return runtime.variables().get(of.prefix + name)[0];
  }

  /** The sums by name, for a checkpoint. */
  public Map<String, float[]> save() {
    Map<String, float[]> totals = new LinkedHashMap<>();
    for (String name : names()) {
      totals.put(name, runtime.variables().get(of.prefix + name));
    }
    return totals;
  }

  /** Goes on from sums that {@link #save} gave. */
  public void restore(Map<String, float[]> totals) {
    totals.forEach((name, total) -> runtime.keep(of.prefix + name, SCALAR, total));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(Objective.LOSS);
    names.addAll(runtime.objective().lossNames());
    if (weighted) {
      names.add(Objective.SAMPLE_WEIGHT);
    }
    runtime.objective().figures().forEach(figure -> names.add(figure.name()));
    return names;
  }
}
