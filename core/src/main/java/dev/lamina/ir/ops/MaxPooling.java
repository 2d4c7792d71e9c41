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
 * The largest element of each window: {@code x[N,H,W,C] -> (y, workspace)}; the workspace tells
 * backward which element won (the first of equals, NaN before all others: {@link Largest}). Padding
 * never wins, and each window must reach some of the input. An activation may be applied to the
 * result (the planner fuses it; layers emit {@link Unary#IDENTITY}).
 */
public record MaxPooling(Window window, Unary activation) implements OpRecord {
  public MaxPooling(Window window) {
    this(window, Unary.IDENTITY);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.rank(this, inputs.get(0), window.rank() + 2);
    Shape input = inputs.get(0).shape();
    window.requireInputEverywhere(input);
    Shape output = window.outputShape(input, input.dim(-1));
    return List.of(inputs.get(0).withShape(output), new TensorType(DType.WORKSPACE, output));
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
