package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code (predictions[N,C], labels[N]) -> y[N]}: 1 where fewer than {@code k} of the sample's
 * predictions are greater than the label's own; 0 for a label that is not a class. As in Keras, a
 * label's own NaN counts as minus infinity.
 */
public record InTopK(int k) implements OpRecord {
  /** What the label's own prediction counts as. */
  public static double rank(double own) {
    return Double.isNaN(own) ? Double.NEGATIVE_INFINITY : own;
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.rank(this, inputs.get(0), 2);
    Check.same(this, "the labels", inputs.get(1).shape(), Shape.of(inputs.get(0).shape().dim(0)));
    return List.of(inputs.get(1));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(Set.of(1));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.PER_SAMPLE);
  }
}
