package dev.lamina.models;

import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.optimizers.UpdateContext;
import dev.lamina.plan.Rewrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the graphs that a model plans: whole training steps, evaluation steps, predictions. */
final class StepGraph {
  static final String TARGET = "target";
  static final String SAMPLE_WEIGHT = "sample_weight";
  static final String RATE = "learning_rate";
  static final String LOSS = "loss";
  static final String PREDICTION = "prediction";
  static final String SLOT = "/optimizer/"; // as no weight's name begins

  private StepGraph() {}

  /** The variables, beside weights, that a training step keeps: name to type and initial value. */
  record Kept(TensorType type, double initial) {}

  /** A graph and the variables it needs beside the weights. */
  record Made(Graph graph, Map<String, Kept> kept) {}

  static Made prediction(ForwardPass pass) {
    GraphBuilder graph = pass.graph();
    graph.output(PREDICTION, pass.output());
    return new Made(Rewrites.inference(graph.build()), Map.of());
  }

  static Made evaluation(ForwardPass pass, Compilation compilation, boolean weighted) {
    LeftOut.requireNoneToEvaluate(pass.calls());
    Map<String, Kept> kept = new LinkedHashMap<>();
    addLossAndMetrics(pass, compilation, weighted, Totals.Of.EVALUATION, kept);
    return new Made(Rewrites.inference(pass.graph().build()), kept);
  }

  /** Forward, loss, metrics' totals, gradients, weight updates and moving averages in one graph. */
  static Made training(ForwardPass pass, Compilation compilation, boolean weighted) {
    LeftOut.requireNoneToTrain(pass.calls());
    Map<String, Kept> kept = new LinkedHashMap<>();
    addLossAndMetrics(pass, compilation, weighted, Totals.Of.TRAINING, kept);
    Value step = pass.step();
    GraphBuilder graph = new GraphBuilder(Rewrites.forward(pass.graph().build()));
    Value rate = graph.input(RATE, TensorType.of(Shape.scalar()));
    Value loss = graph.outputOf(LOSS);
    List<Value> weights = pass.trainableWeights().stream().map(WeightSpec::value).toList();
    Map<Value, Value> gradients =
        compilation.optimizer().clip(graph, Gradients.of(graph, loss, weights));
    gradients.forEach(
        (weight, gradient) -> {
          UpdateContext context = new Update(graph, weight, rate, step, kept);
          graph.update(weight, compilation.optimizer().step(context, weight, gradient));
        });
    return new Made(Rewrites.fusion(graph.build().withoutDeadNodes()), kept);
  }

  private static void addLossAndMetrics(
      ForwardPass pass,
      Compilation compilation,
      boolean weighted,
      Totals.Of of,
      Map<String, Kept> kept) {
    GraphBuilder graph = pass.graph();
    Value prediction = pass.output();
    int batch = prediction.shape().dim(0);
    Shape targetShape = compilation.loss().targetShape(prediction.shape().sample());
    Value target = graph.input(TARGET, TensorType.of(targetShape.batched(batch)));
    Value losses = compilation.loss().perSample(graph, target, prediction);
    Value weight = weighted ? graph.input(SAMPLE_WEIGHT, TensorType.of(batch)) : null;
    if (weight != null) {
      losses = graph.times(losses, weight);
      Totals.add(graph, of, SAMPLE_WEIGHT, weight, kept);
    }
    Value sum = Totals.add(graph, of, LOSS, losses, kept);
    graph.output(LOSS, graph.linear(sum, 1.0 / batch, 0));
    for (Compilation.Figure figure : compilation.figures()) {
      Value values = figure.metric().perSample(graph, target, prediction);
      if (weight != null && figure.weighted()) {
        values = graph.times(values, weight);
      }
      Totals.add(graph, of, figure.name(), values, kept);
    }
  }

  private record Update(
      GraphBuilder graph, Value weight, Value learningRate, Value step, Map<String, Kept> kept)
      implements UpdateContext {
    @Override
    public Value slot(String name, double initial) {
      String path = SLOT + weight.name() + "/" + name;
      kept.put(path, new Kept(weight.type(), initial));
      return graph.variable(path, weight.type());
    }

    @Override
    public void update(Value slot, Value newValue) {
      graph.update(slot, newValue);
    }
  }
}
