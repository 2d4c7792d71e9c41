package dev.lamina.ir;

import java.util.List;

/** A function of each element: {@code x -> function(x)}. */
public record Unary(UnaryFunction function, double alpha, double beta) implements Op {
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
}
