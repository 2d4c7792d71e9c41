package dev.lamina.metrics.counting;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.losses.PerSample;

/** What both top-k metrics compute, from class indices. */
public final class TopK {
  private TopK() {}

  public static Value perSample(GraphBuilder graph, Value labels, Value prediction, int k) {
    int classes = prediction.shape().dim(-1);
    Value rows = graph.reshape(prediction, Shape.of(prediction.shape().size() / classes, classes));
    Value flat = graph.reshape(labels, Shape.of(labels.shape().size()));
    Value hits = graph.add(new InTopK(k), rows, flat);
    return PerSample.mean(graph, graph.reshape(hits, labels.shape()));
  }
}
