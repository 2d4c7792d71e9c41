package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The weight gradients of {@link Convolution}: {@code (x, dy) -> (dfilter, dbias?)}. They are sums
 * over the whole batch, and always of {@link DType#FLOAT32}.
 */
public record ConvolutionFilterGradient(Window window, int groups, boolean bias)
    implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Shape input = inputs.get(0).shape();
    int filters = inputs.get(1).shape().dim(-1);
    Check.same(this, "the gradient", inputs.get(1).shape(), window.outputShape(input, filters));
    Check.sameDtype(this, inputs);
    List<TensorType> outputs = new ArrayList<>();
    outputs.add(new TensorType(DType.FLOAT32, window.filterShape(input.dim(-1) / groups, filters)));
    if (bias) {
      outputs.add(TensorType.of(filters));
    }
    return outputs;
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(
        IntStream.rangeClosed(0, window.rank()).boxed().collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(
        MultiplyAdds.sums(inputs.get(1).shape(), window.terms(inputs.get(0).shape(), groups)));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.SUMMED);
  }
}
