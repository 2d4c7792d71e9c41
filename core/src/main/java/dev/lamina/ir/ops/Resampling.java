package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;
import java.util.List;
import java.util.Optional;

/**
 * Enlarges images by whole factors: {@code x[N,H,W,C] -> y[N, factor H, factor W, C]}, and likewise
 * along one axis or three. Output row {@code i} lies at input row {@code (i + 1/2) / factor - 1/2},
 * and so do columns.
 *
 * @param factors one for each axis between the batch and the channels
 */
public record Resampling(List<Integer> factors, Interpolation interpolation) implements OpRecord {
  public Resampling {
    factors = List.copyOf(factors);
    if (factors.isEmpty() || factors.stream().anyMatch(factor -> factor < 1)) {
      throw new IllegalArgumentException("factors must be >= 1, received " + factors);
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.real(this, inputs.get(0));
    Check.rank(this, inputs.get(0), factors.size() + 2);
    return List.of(inputs.get(0).withShape(enlarged(inputs.get(0).shape())));
  }

  /** The shape of the output for an input of this shape. */
  Shape enlarged(Shape input) {
    Shape result = input;
    for (int i = 0; i < factors.size(); i++) {
      result = result.with(i + 1, Math.multiplyExact(input.dim(i + 1), factors.get(i)));
    }
    return result;
  }

  /** Which pixels of the output an input pixel goes to, as a window over the output. */
  Window window() {
    return new Window(factors.stream().map(this::axis).toList());
  }

  private WindowAxis axis(int factor) {
    int beside = interpolation == Interpolation.NEAREST ? 0 : factor / 2;
    return new WindowAxis(factor + 2 * beside, factor, 1, beside, beside);
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.spreading(window());
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return interpolation == Interpolation.NEAREST
        ? Optional.empty()
        : Optional.of(
            MultiplyAdds.sums(enlarged(inputs.get(0).shape()), Shape.of(1 << factors.size())));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.PER_SAMPLE);
  }
}
