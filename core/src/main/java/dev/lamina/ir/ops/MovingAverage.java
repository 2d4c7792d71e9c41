package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/** {@code (old, current) -> momentum old + (1 - momentum) current}. */
public record MovingAverage(double momentum) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.same(this, "the current value", inputs.get(1).shape(), inputs.get(0).shape());
    return inputs.subList(0, 1);
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), 1));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.empty();
  }
}
