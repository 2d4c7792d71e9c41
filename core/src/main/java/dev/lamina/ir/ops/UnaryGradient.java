package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * The input gradient of a {@link Unary}: {@code (x, dy) -> dx}, or {@code (y, dy) -> dx} where
 * {@code fromOutput}.
 */
public record UnaryGradient(Unary forward, boolean fromOutput) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    Check.sameDtype(this, inputs);
    return inputs.subList(0, 1);
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return BatchSplit.perSample(inputs, 1);
  }

  public double derivative(double xOrY) {
    return fromOutput
        ? forward.function().derivativeFromOutput(xOrY, forward.alpha(), forward.beta())
        : forward.function().derivative(xOrY, forward.alpha(), forward.beta());
  }
}
