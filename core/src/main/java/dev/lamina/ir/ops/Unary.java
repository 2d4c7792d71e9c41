package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/** A function of each element: {@code x -> function(x)}. */
public record Unary(UnaryFunction function, double alpha, double beta) implements OpRecord {
  /** Leaves every element as it is. */
  public static final Unary IDENTITY = new Unary(UnaryFunction.LINEAR, 1, 0);

  public static Unary of(UnaryFunction function) {
    return new Unary(function, 0, 0);
  }

  public static Unary of(UnaryFunction function, double alpha, double beta) {
    return new Unary(function, alpha, beta);
  }

  public double apply(double x) {
    return function.apply(x, alpha, beta);
  }

  public boolean isIdentity() {
    return equals(IDENTITY);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.real(this, inputs.get(0));
    return inputs;
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return function == UnaryFunction.LINEAR
        ? Optional.of(MultiplyAdds.each(inputs.get(0).shape(), 1))
        : Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return BatchSplit.perSample(inputs, 1);
  }
}
