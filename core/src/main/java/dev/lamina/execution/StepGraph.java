package dev.lamina.execution;

import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.WeightSpec;
import dev.lamina.optimizers.UpdateContext;
import dev.lamina.plan.Rewrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The graph of a whole step, as it is planned: of training, of evaluation or of a prediction.
 *
 * @param variables those that the step needs beside the weights, by name
 */
record StepGraph(Graph graph, Map<String, InitialValue> variables) {
  static final String TARGET = "target";
  static final String RATE = "learning_rate";
  static final String PREDICTION = "prediction";

  /** What a variable is filled with before the first step that needs it. */
  record InitialValue(TensorType type, double value) {}

  static StepGraph prediction(ForwardPass pass) {
    GraphBuilder graph = pass.graph();
    graph.output(PREDICTION, pass.output());
    return new StepGraph(Rewrites.inference(graph.build()), Map.of());
  }

  static StepGraph evaluation(ForwardPass pass, Objective objective, boolean weighted) {
    LeftOut.requireNoneToEvaluate(pass.calls());
    Map<String, InitialValue> variables = new LinkedHashMap<>();
    addLossAndMetrics(pass, objective, weighted, Totals.Of.EVALUATION, variables);
    return new StepGraph(Rewrites.inference(pass.graph().build()), variables);
  }

  /** Forward, loss, metrics' totals, gradients, weight updates and moving averages in one graph. */
  static StepGraph training(ForwardPass pass, Objective objective, boolean weighted) {
    LeftOut.requireNoneToTrain(pass.calls());
    Map<String, InitialValue> variables = new LinkedHashMap<>();
    addLossAndMetrics(pass, objective, weighted, Totals.Of.TRAINING, variables);
    Value step = pass.step();
    GraphBuilder graph = new GraphBuilder(Rewrites.forward(pass.graph().build()));
    Value rate = graph.input(RATE, TensorType.of(Shape.scalar()));
    Value loss = graph.outputOf(Objective.LOSS);
    List<Value> weights = pass.trainableWeights().stream().map(WeightSpec::value).toList();
    Map<Value, Value> gradients =
        objective.optimizer().clip(graph, Gradients.of(graph, loss, weights));
    gradients.forEach(
        (weight, gradient) -> {
          UpdateContext context = new WeightUpdate(graph, weight, rate, step, variables);
          graph.update(weight, objective.optimizer().step(context, weight, gradient));
        });
    return new StepGraph(Rewrites.fusion(graph.build().withoutDeadNodes()), variables);
  }

  private static void addLossAndMetrics(
      ForwardPass pass,
      Objective objective,
      boolean weighted,
      Totals.Of of,
      Map<String, InitialValue> variables) {
    GraphBuilder graph = pass.graph();
    Value prediction = pass.output();
    int batch = prediction.shape().dim(0);
    Shape targetShape = objective.loss().targetShape(prediction.shape().sample());
    Value target = graph.input(TARGET, TensorType.of(targetShape.batched(batch)));
    Value losses = objective.loss().perSample(graph, target, prediction);
    Value weight = weighted ? graph.input(Objective.SAMPLE_WEIGHT, TensorType.of(batch)) : null;
    if (weight != null) {
      losses = graph.times(losses, weight);
      Totals.add(graph, of, Objective.SAMPLE_WEIGHT, weight, variables);
    }
    Value sum = Totals.add(graph, of, Objective.LOSS, losses, variables);
    graph.output(Objective.LOSS, graph.linear(sum, 1.0 / batch, 0));
    for (Objective.Figure figure : objective.figures()) {
      Value values = figure.metric().perSample(graph, target, prediction);
      if (weight != null && figure.weighted()) {
        values = graph.times(values, weight);
      }
      Totals.add(graph, of, figure.name(), values, variables);
    }
  }

  private record WeightUpdate(
      GraphBuilder graph,
      Value weight,
      Value learningRate,
      Value step,
      Map<String, InitialValue> variables)
      implements UpdateContext {
    @Override
    public Value slot(String name, double initial) {
      String path = Slots.PREFIX + weight.name() + "/" + name;
      variables.put(path, new InitialValue(weight.type(), initial));
      return graph.variable(path, weight.type());
    }

    @Override
    public void update(Value slot, Value newValue) {
      graph.update(slot, newValue);
    }
  }
}
