package dev.lamina.models;

import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.BinaryFunction;
import dev.lamina.ir.Graph;
import dev.lamina.ir.GraphBuilder;
import dev.lamina.ir.ReduceFunction;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.metrics.Metric;
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
  static final String TOTAL = "metrics/";
  static final String SLOT = "optimizer/";

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
    addLossAndMetrics(pass, compilation, weighted, kept);
    return new Made(Rewrites.inference(pass.graph().build()), kept);
  }

  /** Forward, loss, metrics' totals, gradients, weight updates and moving averages in one graph. */
  static Made training(ForwardPass pass, Compilation compilation, boolean weighted) {
    LeftOut.requireNoneToTrain(pass.calls());
    Map<String, Kept> kept = new LinkedHashMap<>();
    addLossAndMetrics(pass, compilation, weighted, kept);
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
      ForwardPass pass, Compilation compilation, boolean weighted, Map<String, Kept> kept) {
    GraphBuilder graph = pass.graph();
    Value prediction = pass.output();
    int batch = prediction.shape().dim(0);
    Shape targetShape = compilation.loss().targetShape(prediction.shape().sample());
    Value target = graph.input(TARGET, TensorType.of(targetShape.batched(batch)));
    Value losses = compilation.loss().perSample(graph, target, prediction);
    if (weighted) {
      Value weight = graph.input(SAMPLE_WEIGHT, TensorType.of(batch));
      losses = graph.times(losses, weight);
    }
    Value sum = graph.reduceAll(ReduceFunction.SUM, losses);
    graph.output(LOSS, graph.linear(sum, 1.0 / batch, 0));
    addTotal(graph, LOSS, sum, kept);
    for (Metric metric : compilation.metrics()) {
      Value values = metric.perSample(graph, target, prediction);
      addTotal(graph, metric.name(), graph.reduceAll(ReduceFunction.SUM, values), kept);
    }
  }

  private static void addTotal(GraphBuilder graph, String name, Value sum, Map<String, Kept> kept) {
    TensorType type = TensorType.of(Shape.scalar());
    String variable = TOTAL + name;
    kept.put(variable, new Kept(type, 0));
    Value total = graph.variable(variable, type);
    Value newTotal = graph.binary(BinaryFunction.ADD, total, sum);
    graph.update(total, newTotal);
    graph.output(variable, newTotal);
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
