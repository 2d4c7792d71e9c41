package dev.lamina.execution;

import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.metrics.MeanMetric;
import dev.lamina.metrics.StateMetric;
import dev.lamina.metrics.Sums;
import dev.lamina.plan.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running sums behind loss and metrics, kept among the model's variables. Training and
 * evaluation have sums of their own, so that an evaluation in the middle of an epoch does not touch
 * the epoch's figures.
 */
public final class Totals {
  private static final String REST = "/rest";
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

  /**
   * Makes a graph add what a batch gives to the sums of this figure.
   *
   * @param weight of each sample; null where none counts
   */
  static void add(
      GraphBuilder graph,
      Of of,
      Objective.Figure figure,
      Value target,
      Value prediction,
      @Nullable Value weight,
      Map<String, StepGraph.InitialValue> variables) {
    if (figure.metric() instanceof MeanMetric metric) {
      Value values = metric.perSample(graph, target, prediction);
      Value weighted = weight == null ? values : graph.times(values, weight);
      add(graph, of, figure.name(), weighted, variables);
    } else if (figure.metric() instanceof StateMetric metric) {
      metric
          .update(graph, target, prediction, weight)
          .forEach((state, value) -> addState(graph, of, figure, state, value, variables));
    }
  }

  /**
   * A sum and what rounding took from it (Knuth's TwoSum), flat, so that its size tells its type.
   */
  private static void addState(
      GraphBuilder graph,
      Of of,
      Objective.Figure figure,
      String state,
      Value value,
      Map<String, StepGraph.InitialValue> variables) {
    String name = of.prefix + figure.name() + "/" + state;
    TensorType type = type(value.shape().size());
    variables.put(name, new StepGraph.InitialValue(type, 0));
    variables.put(name + REST, new StepGraph.InitialValue(type, 0));
    Value sum = graph.variable(name, type);
    Value rest = graph.variable(name + REST, type);
    Value added = graph.reshape(value, type.shape());
    Value newSum = graph.plus(sum, added);
    Value addedPart = graph.minus(newSum, sum);
    Value lostOfSum = graph.minus(sum, graph.minus(newSum, addedPart));
    Value lostOfAdded = graph.minus(added, addedPart);
    graph.update(sum, newSum);
    graph.update(rest, graph.plus(rest, graph.plus(lostOfSum, lostOfAdded)));
  }

  private static TensorType type(int size) {
    return size == 1 ? SCALAR : TensorType.of(size);
  }

  /** Begins at 0. */
  public void reset() {
    Variables variables = runtime.variables();
    for (String name : names()) {
      String variable = of.prefix + name;
      if (variables.contains(variable)) {
        variables.set(variable, new float[variables.type(variable).shape().size()]);
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
      if (figure.metric() instanceof StateMetric metric) {
        figures.put(figure.name(), metric.result(new Sums(sums(figure))));
        continue;
      }
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

  /** The sums of a metric with states, by their names. */
  private Map<String, double[]> sums(Objective.Figure figure) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (String name : stateNames(figure)) {
      if (name.endsWith(REST)) {
        continue;
      }
      float[] sum = runtime.variables().get(of.prefix + name);
      float[] rest = runtime.variables().get(of.prefix + name + REST);
      double[] exact = new double[sum.length];
      for (int i = 0; i < sum.length; i++) {
        // Of an infinite sum the rest is NaN.
        exact[i] = Float.isFinite(sum[i]) ? (double) sum[i] + rest[i] : sum[i];
      }
      sums.put(name.substring(figure.name().length() + 1), exact);
    }
    return sums;
  }

  private List<String> stateNames(Objective.Figure figure) {
    String prefix = of.prefix + figure.name() + "/";
    return runtime.variables().names().stream()
        .filter(variable -> variable.startsWith(prefix))
        .map(variable -> variable.substring(of.prefix.length()))
        .toList();
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
    totals.forEach((name, total) -> runtime.keep(of.prefix + name, type(total.length), total));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(Objective.LOSS);
    names.addAll(runtime.objective().lossNames());
    if (weighted) {
      names.add(Objective.SAMPLE_WEIGHT);
    }
    for (Objective.Figure figure : runtime.objective().figures()) {
      if (figure.metric() instanceof StateMetric) {
        names.addAll(stateNames(figure));
      } else {
        names.add(figure.name());
      }
    }
    return names;
  }
}
