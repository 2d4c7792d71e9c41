package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import java.util.List;
import java.util.Optional;

/**
 * The input gradient of {@link MaxPooling}: {@code (workspace, dy) -> dx} of shape {@code input}.
 */
public record MaxPoolingGradient(Window window, Shape input) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.dtype(this, inputs.get(0), DType.WORKSPACE);
    Check.same(
        this, "the gradient", inputs.get(1).shape(), window.outputShape(input, input.dim(-1)));
    return List.of(inputs.get(1).withShape(input));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.spreading(window);
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
