package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import java.util.List;
import java.util.Optional;

/**
 * The mean of each window's elements, padding left out: {@code x[N,H,W,C] -> y}. Each window must
 * reach some of the input.
 */
public record AveragePooling(Window window) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.rank(this, inputs.get(0), window.rank() + 2);
    Shape input = inputs.get(0).shape();
    window.requireInputEverywhere(input);
    return List.of(inputs.get(0).withShape(window.outputShape(input, input.dim(-1))));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.sliding(window);
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
