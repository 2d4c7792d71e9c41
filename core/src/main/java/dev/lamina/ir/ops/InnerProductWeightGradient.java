package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The weight gradients of {@link InnerProduct}: {@code (x, dy) -> (dweights, dbias?)}. They are
 * sums over the whole batch, and always of {@link DType#FLOAT32}.
 */
public record InnerProductWeightGradient(boolean bias) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Shape input = inputs.get(0).shape();
    int units = inputs.get(1).shape().dim(1);
    Check.same(this, "the gradient", inputs.get(1).shape(), Shape.of(input.dim(0), units));
    Check.sameDtype(this, inputs);
    List<TensorType> outputs = new ArrayList<>();
    outputs.add(TensorType.of(input.sizeFrom(1), units));
    if (bias) {
      outputs.add(TensorType.of(units));
    }
    return outputs;
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(Set.of(0));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(
        MultiplyAdds.sums(inputs.get(1).shape(), Shape.of(inputs.get(0).shape().sizeFrom(1))));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.SUMMED);
  }
}
