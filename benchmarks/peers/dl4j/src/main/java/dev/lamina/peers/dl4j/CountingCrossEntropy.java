package dev.lamina.peers.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Categorical cross-entropy that also counts right answers: {@code fit} hands the outputs of
 * training to nobody else.
 */
final class CountingCrossEntropy extends LossMCXENT {
  private static int hits;

  /** Right answers in the last step. One network trains at a time, on one thread. */
  static int hits() {
    return hits;
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    float[][] expected = labels.toFloatMatrix();
    float[][] received = preOutput.toFloatMatrix();
    int count = 0;
    for (int i = 0; i < expected.length; i++) {
      if (largest(expected[i]) == largest(received[i])) {
        count++;
      }
    }
    hits = count;
    return super.computeGradient(labels, preOutput, activation, mask);
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
