package dev.lamina.peers.dl4j;

import dev.lamina.benchmarks.protocol.ParameterCounts;
import org.nd4j.linalg.activations.Activation;

/** The networks as the Python peers build them, up to the last dense layer. */
final class Dl4jNetworks {
  private Dl4jNetworks() {}

  /** Returns the name of the last layer. */
  static String add(String network, GraphWriter graph) {
    return switch (network) {
      case "reference-cnn" -> referenceCnn(graph);
      case "vgg-style" -> vggStyle(graph);
      case "resnet-20" -> resNet20(graph);
      default -> throw ParameterCounts.unknown(network);
    };
  }

  private static String referenceCnn(GraphWriter graph) {
    String x = GraphWriter.INPUT;
    for (int filters : new int[] {32, 64}) {
      x = graph.convolution(x, filters, 3, 1, true, Activation.RELU);
      x = graph.dropout(graph.batchNorm(graph.maxPool(x)), 0.25);
    }
    return graph.dropout(graph.batchNormOfFeatures(graph.dense(x, 128)), 0.5);
  }

  private static String vggStyle(GraphWriter graph) {
    String x = GraphWriter.INPUT;
    for (int filters : new int[] {32, 64, 128}) {
      for (int i = 0; i < 2; i++) {
        x = graph.relu(normalized(graph, x, filters, 3, 1));
      }
      x = graph.maxPool(x);
    }
    return graph.dense(x, 256);
  }

  /** He et al. 2015, section 4.2, with projection shortcuts. */
  private static String resNet20(GraphWriter graph) {
    String x = graph.relu(normalized(graph, GraphWriter.INPUT, 16, 3, 1));
    for (int filters : new int[] {16, 32, 64}) {
      for (int i = 0; i < 3; i++) {
        int stride = i == 0 && filters > 16 ? 2 : 1;
        String shortcut = stride == 2 ? normalized(graph, x, filters, 1, 2) : x;
        x = graph.relu(normalized(graph, x, filters, 3, stride));
        x = graph.relu(graph.sum(normalized(graph, x, filters, 3, 1), shortcut));
      }
    }
    return graph.globalAveragePool(x);
  }

  private static String normalized(GraphWriter graph, String x, int filters, int size, int stride) {
    return graph.batchNorm(graph.convolution(x, filters, size, stride, false, Activation.IDENTITY));
  }
}
