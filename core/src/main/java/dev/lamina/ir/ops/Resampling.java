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
 * Enlarges images by whole factors: {@code x[N,H,W,C] -> y[N, factorH H, factorW W, C]}. Output row
 * {@code i} lies at input row {@code (i + 1/2) / factorH - 1/2}, and so do columns.
 */
public record Resampling(int factorH, int factorW, Interpolation interpolation)
    implements OpRecord {
  public Resampling {
    if (factorH < 1 || factorW < 1) {
      throw new IllegalArgumentException(
          "factors must be >= 1, received %d and %d".formatted(factorH, factorW));
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.real(this, inputs.get(0));
    Check.rank(this, inputs.get(0), 4);
    return List.of(inputs.get(0).withShape(enlarged(inputs.get(0).shape())));
  }

  /** The shape of the output for an input of this shape. */
  Shape enlarged(Shape input) {
    return input
        .with(1, Math.multiplyExact(input.dim(1), factorH))
        .with(2, Math.multiplyExact(input.dim(2), factorW));
  }

  /** Which pixels of the output an input pixel goes to, as a window over the output. */
  Window window() {
    if (interpolation == Interpolation.NEAREST) {
      return Window.valid(factorH, factorW, factorH, factorW, 1, 1);
    }
    int padH = factorH / 2;
    int padW = factorW / 2;
    return new Window(
        factorH + 2 * padH, factorW + 2 * padW, factorH, factorW, 1, 1, padH, padH, padW, padW);
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.spreading(window());
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return interpolation == Interpolation.NEAREST
        ? Optional.empty()
        : Optional.of(MultiplyAdds.sums(enlarged(inputs.get(0).shape()), Shape.of(2, 2)));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.PER_SAMPLE);
  }
}
