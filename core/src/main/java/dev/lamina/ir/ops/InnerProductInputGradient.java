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
 * The input gradient of {@link InnerProduct}: {@code (weights, dy) -> dx} of shape {@code input}.
 */
public record InnerProductInputGradient(Shape input) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Shape weights = inputs.get(0).shape();
    Check.same(this, "the gradient", inputs.get(1).shape(), Shape.of(input.dim(0), weights.dim(1)));
    Check.same(this, "the weights", weights, Shape.of(input.sizeFrom(1), weights.dim(1)));
    Check.sameDtype(this, inputs);
    return List.of(inputs.get(0).withShape(input));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(Set.of(1));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(
        MultiplyAdds.sums(inputs.get(1).shape(), Shape.of(inputs.get(0).shape().dim(0))));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.of(1, inputs));
  }
}
