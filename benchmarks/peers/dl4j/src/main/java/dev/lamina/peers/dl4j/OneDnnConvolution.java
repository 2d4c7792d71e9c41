package dev.lamina.peers.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution by oneDNN. DL4J 1.0.0-M2.1 brings the code but never takes it: the check for oneDNN
 * asks for a class by a name that it no longer has.
 */
final class OneDnnConvolution extends ConvolutionLayer {
  OneDnnConvolution(Builder builder) {
    super(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    OneDnnLayer layer = new OneDnnLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  private static final class OneDnnLayer
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
    OneDnnLayer(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
      helper = new MKLDNNConvHelper(dataType);
    }
  }
}
