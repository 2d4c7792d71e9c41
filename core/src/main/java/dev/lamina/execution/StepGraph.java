package dev.lamina.execution;

import dev.lamina.autodiff.Gradients;
import dev.lamina.constraints.Constraint;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.losses.Loss;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.WeightSpec;
import dev.lamina.optimizers.StepContext;
import dev.lamina.plan.Rewrites;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a whole step, as it is planned: of training, of evaluation or of a prediction.
 *
 * @param variables those that the step needs beside the weights, by name
 * @param numbers those that are fed before each step
 */
record StepGraph(Graph graph, Map<String, InitialValue> variables, StepNumbers numbers) {
  static final String RATE = "learning_rate";

  /** What a variable is filled with before the first step that needs it. */
  record InitialValue(TensorType type, double value) {}

  /** The name of the input with the targets of an output, counted from 0. */
  static String targetName(int output) {
    return output == 0 ? "target" : "target" + output;
  }

  /** The name of a prediction's output, counted from 0. */
  static String predictionName(int output) {
    return output == 0 ? "prediction" : "prediction" + output;
  }

  static StepGraph prediction(ForwardPass pass) {
    GraphBuilder graph = pass.graph();
    for (int i = 0; i < pass.outputs().size(); i++) {
      graph.output(predictionName(i), pass.outputs().get(i));
    }
    return new StepGraph(Rewrites.inference(graph.build()), Map.of(), new StepNumbers());
  }

  static StepGraph evaluation(ForwardPass pass, Objective objective, boolean weighted) {
    LeftOut.requireNoneToEvaluate(pass.topology());
    Map<String, InitialValue> variables = new LinkedHashMap<>();
    addLossAndMetrics(pass, objective, weighted, Totals.Of.EVALUATION, variables);
    Graph whole = Rewrites.inference(pass.graph().build());
    return new StepGraph(whole, variables, new StepNumbers());
  }

  /** Forward, loss, metrics' totals, gradients, weight updates and moving averages in one graph. */
  static StepGraph training(ForwardPass pass, Objective objective, boolean weighted) {
    LeftOut.requireNoneToTrain(pass.topology());
    Map<String, InitialValue> variables = new LinkedHashMap<>();
    addLossAndMetrics(pass, objective, weighted, Totals.Of.TRAINING, variables);
    pass.step(); // an input of every training's graph
    GraphBuilder graph = new GraphBuilder(Rewrites.forward(pass.graph().build()));
    Value rate = graph.input(RATE, TensorType.of(Shape.scalar()));
    Value loss = graph.outputOf(Objective.LOSS);
    List<Value> weights = pass.trainableWeights().stream().map(WeightSpec::value).toList();
    StepNumbers numbers = new StepNumbers();
    OptimizerStep context = new OptimizerStep(pass, graph, rate, variables, numbers);
    objective.optimizer().update(context, Gradients.of(graph, loss, weights));
    Graph whole = Rewrites.fusion(graph.build().withoutDeadNodes());
    return new StepGraph(whole, variables, numbers);
  }

  private static void addLossAndMetrics(
      ForwardPass pass,
      Objective objective,
      boolean weighted,
      Totals.Of of,
      Map<String, InitialValue> variables) {
    GraphBuilder graph = pass.graph();
    int batch = pass.outputs().get(0).shape().dim(0);
    Value weight = weighted ? graph.input(Objective.SAMPLE_WEIGHT, TensorType.of(batch)) : null;
    if (weight != null) {
      Totals.add(graph, of, Objective.SAMPLE_WEIGHT, weight, variables);
    }
    Value total = null;
    for (int i = 0; i < objective.heads().size(); i++) {
      Objective.Head head = objective.heads().get(i);
      Loss loss = head.loss();
      if (loss == null) {
        continue;
      }
      Value prediction = pass.outputs().get(i);
      Shape targetShape = loss.targetShape(prediction.shape().sample());
      Value target = graph.input(targetName(i), TensorType.of(targetShape.batched(batch)));
      Value losses = loss.contributions(graph, target, prediction, weight);
      if (head.lossName() != null) {
        Totals.add(graph, of, head.lossName(), losses, variables);
      }
      losses = head.weight() == 1 ? losses : graph.linear(losses, head.weight(), 0);
      total = total == null ? losses : graph.plus(total, losses);
      for (Objective.Figure figure : head.figures()) {
        Totals.add(
            graph, of, figure, target, prediction, figure.weighted() ? weight : null, variables);
      }
    }
    addLoss(pass, total, of, variables);
  }

  /** The loss of a batch: the mean of its samples' losses, and what layers add to it. */
  private static void addLoss(
      ForwardPass pass,
      @Nullable Value perSample,
      Totals.Of of,
      Map<String, InitialValue> variables) {
    GraphBuilder graph = pass.graph();
    int batch = pass.outputs().get(0).shape().dim(0);
    Value added = null;
    List<Value> losses = new ArrayList<>(pass.losses());
    losses.addAll(pass.penalties());
    for (Value loss : losses) {
      added = added == null ? loss : graph.plus(added, loss);
    }
    Value sum =
        perSample == null ? graph.scalar(0) : graph.reduceAll(ReductionFunction.SUM, perSample);
    if (added != null) {
      sum = graph.plus(sum, graph.linear(graph.cast(added, DType.FLOAT32), batch, 0));
    }
    Totals.add(graph, of, Objective.LOSS, sum, variables);
    graph.output(Objective.LOSS, graph.linear(sum, 1.0 / batch, 0));
  }

  private record OptimizerStep(
      ForwardPass pass,
      GraphBuilder graph,
      Value learningRate,
      Map<String, InitialValue> variables,
      StepNumbers numbers)
      implements StepContext {
    @Override
    public Value step() {
      return pass.step();
    }

    @Override
    public Value number(String name, DType type, IntToDoubleFunction ofStep) {
      return numbers.input(graph, name, type, ofStep);
    }

    @Override
    public Value slot(Value weight, String name, Shape shape, double initial) {
      String path = Slots.PREFIX + weight.name() + "/" + name;
      TensorType type = TensorType.of(shape);
      variables.put(path, new InitialValue(type, initial));
      return graph.variable(path, type);
    }

    @Override
    public @Nullable Constraint constraint(Value weight) {
      return pass.constraint(weight);
    }
  }
}
