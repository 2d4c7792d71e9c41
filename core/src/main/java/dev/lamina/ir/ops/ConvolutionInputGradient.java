package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import java.util.List;
import java.util.Optional;

/** The input gradient of {@link Convolution}: {@code (filter, dy) -> dx} of shape {@code input}. */
public record ConvolutionInputGradient(Window window, int groups, Shape input) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Shape filter = inputs.get(0).shape();
    Check.same(
        this, "the gradient", inputs.get(1).shape(), window.outputShape(input, filter.dim(-1)));
    Check.sameDtype(this, inputs);
    return List.of(inputs.get(0).withShape(input));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.spreading(window);
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(MultiplyAdds.sums(inputs.get(1).shape(), window.terms(input, groups)));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.of(1, inputs));
  }
}
