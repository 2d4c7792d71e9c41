package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A dense layer: {@code (x[N,...], weights[I,O], bias[O]?) -> y[N,O]}, where all but the batch axis
 * of x are read as one of I elements, in row-major order; with an activation applied to the result
 * (the planner fuses it; layers emit {@link Unary#IDENTITY}).
 */
public record InnerProduct(Unary activation) implements OpRecord {
  public static final InnerProduct PLAIN = new InnerProduct(Unary.IDENTITY);

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 3);
    Check.rank(this, inputs.get(1), 2);
    Shape input = inputs.get(0).shape();
    Shape weights = inputs.get(1).shape();
    Check.same(this, "the weights", weights, Shape.of(input.sizeFrom(1), weights.dim(1)));
    if (inputs.size() == 3) {
      Check.same(this, "the bias", inputs.get(2).shape(), Shape.of(weights.dim(1)));
    }
    Check.sameDtype(this, inputs);
    return List.of(inputs.get(0).withShape(Shape.of(input.dim(0), weights.dim(1))));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(
        Set.copyOf(IntStream.range(1, inputs.get(0).shape().rank()).boxed().toList()));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(
        MultiplyAdds.sums(infer(inputs).get(0).shape(), Shape.of(inputs.get(1).shape().dim(0))));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.of(0, inputs));
  }
}
