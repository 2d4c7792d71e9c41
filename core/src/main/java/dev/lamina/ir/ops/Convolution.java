package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import java.util.List;
import java.util.Optional;

/**
 * Cross-correlation, what networks call convolution: {@code (x[N,H,W,C], filter[KH,KW,C/groups,F],
 * bias[F]?) -> y[N,OH,OW,F]} for images, and likewise with one axis or three in place of height and
 * width. An activation is applied to the result (the planner fuses it; layers emit {@link
 * Unary#IDENTITY}).
 */
public record Convolution(Window window, int groups, Unary activation) implements OpRecord {
  public static Convolution of(Window window, int groups) {
    return new Convolution(window, groups, Unary.IDENTITY);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 3);
    Shape input = inputs.get(0).shape();
    Shape filter = inputs.get(1).shape();
    Check.rank(this, inputs.get(0), window.rank() + 2);
    Check.rank(this, inputs.get(1), window.rank() + 2);
    int channels = input.dim(-1);
    int filters = filter.dim(-1);
    if (groups < 1 || channels % groups != 0 || filters % groups != 0) {
      throw new ShapeException(
          "groups=%d must divide both the %d input channels and the %d filters"
              .formatted(groups, channels, filters));
    }
    Check.same(this, "the filter", filter, window.filterShape(channels / groups, filters));
    if (inputs.size() == 3) {
      Check.same(this, "the bias", inputs.get(2).shape(), Shape.of(filters));
    }
    Check.sameDtype(this, inputs);
    return List.of(inputs.get(0).withShape(window.outputShape(input, filters)));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.sliding(window);
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(
        MultiplyAdds.sums(
            infer(inputs).get(0).shape(), window.terms(inputs.get(0).shape(), groups)));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.of(BatchSplit.of(0, inputs));
  }
}
