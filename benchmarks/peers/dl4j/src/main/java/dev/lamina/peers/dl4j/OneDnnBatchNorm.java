package dev.lamina.peers.dl4j;

import java.lang.reflect.Field;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalization by oneDNN, for the reason that {@link OneDnnConvolution} tells. The field
 * that holds the code is not open to subclasses, hence reflection.
 */
final class OneDnnBatchNorm extends BatchNormalization {
  OneDnnBatchNorm(CNN2DFormat format) {
    setCnn2DFormat(format);
    setDecay(0.99);
    setEps(1e-3);
    setUseLogStd(false);
    setCudnnAllowFallback(false);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Layer layer = super.instantiate(conf, listeners, index, parameters, initialize, dataType);
    try {
      Field helper = layer.getClass().getDeclaredField("helper");
      helper.setAccessible(true);
      helper.set(layer, new MKLDNNBatchNormHelper(dataType));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected the batch normalization of DL4J 1.0.0-M2.1", e);
    }
    return layer;
  }
}
