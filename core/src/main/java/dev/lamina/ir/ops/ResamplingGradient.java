package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The input gradient of a {@link Resampling}: {@code dy -> dx}, smaller by its factors. */
public record ResamplingGradient(Resampling forward) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.real(this, inputs.get(0));
    Check.rank(this, inputs.get(0), forward.factors().size() + 2);
    Shape gradient = inputs.get(0).shape();
    List<Integer> factors = forward.factors();
    if (IntStream.range(0, factors.size())
        .anyMatch(i -> gradient.dim(i + 1) % factors.get(i) != 0)) {
      throw new ShapeException(
          "a gradient of shape %s does not come from %s, as no whole image is left"
              .formatted(gradient, forward));
    }
    return List.of(inputs.get(0).withShape(reduced(gradient)));
  }

  private Shape reduced(Shape gradient) {
    Shape result = gradient;
    for (int i = 0; i < forward.factors().size(); i++) {
      result = result.with(i + 1, gradient.dim(i + 1) / forward.factors().get(i));
    }
    return result;
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.sliding(forward.window());
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return forward.multiplyAdds(List.of(inputs.get(0).withShape(reduced(inputs.get(0).shape()))));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.PER_SAMPLE);
  }
}
