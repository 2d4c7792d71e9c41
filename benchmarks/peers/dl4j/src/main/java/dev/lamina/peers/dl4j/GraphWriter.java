package dev.lamina.peers.dl4j;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Appends layers to a graph; each method returns the name of what it added. */
final class GraphWriter {
  static final String INPUT = "images";
  static final CNN2DFormat FORMAT = CNN2DFormat.NHWC;

  private final GraphBuilder graph;
  private int count;

  GraphWriter(GraphBuilder graph) {
    this.graph = graph.addInputs(INPUT);
  }

  String convolution(String from, int filters, int size, int stride, boolean bias, Activation f) {
    ConvolutionLayer.Builder layer =
        new ConvolutionLayer.Builder(size, size)
            .stride(stride, stride)
            .dataFormat(FORMAT)
            .nOut(filters)
            .convolutionMode(ConvolutionMode.Same)
            .hasBias(bias)
            .activation(f)
            .helperAllowFallback(false);
    return add(from, new OneDnnConvolution(layer));
  }

  String maxPool(String from) {
    return add(
        from,
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(2, 2)
            .stride(2, 2)
            .dataFormat(FORMAT)
            .build());
  }

  /** With Keras's defaults. */
  String batchNorm(String from) {
    return add(from, new OneDnnBatchNorm(FORMAT));
  }

  /** After layers without spatial axes. */
  String batchNormOfFeatures(String from) {
    return add(
        from, new BatchNormalization.Builder().decay(0.99).eps(1e-3).useLogStd(false).build());
  }

  String relu(String from) {
    return add(from, new ActivationLayer(Activation.RELU));
  }

  /** DL4J asks for the share that is kept. */
  String dropout(String from, double rate) {
    return add(from, new DropoutLayer.Builder(1 - rate).build());
  }

  String globalAveragePool(String from) {
    return add(
        from, new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(1, 2).build());
  }

  String dense(String from, int units) {
    return add(from, new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build());
  }

  String sum(String one, String other) {
    String name = "sum" + count++;
    graph.addVertex(name, new ElementWiseVertex(Op.Add), one, other);
    return name;
  }

  ComputationGraphConfiguration softmax(
      String from, int classes, ILossFunction loss, InputType input) {
    String output =
        add(
            from,
            new OutputLayer.Builder(loss).nOut(classes).activation(Activation.SOFTMAX).build());
    return graph.setOutputs(output).setInputTypes(input).build();
  }

  private String add(String from, Layer layer) {
    String name = "layer" + count++;
    graph.addLayer(name, layer, from);
    return name;
  }
}
