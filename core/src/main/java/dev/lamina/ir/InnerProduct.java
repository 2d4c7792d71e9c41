package dev.lamina.ir;

import java.util.List;

/**
 * A dense layer: {@code (x[N,...], weights[I,O], bias[O]?) -> y[N,O]}, where all but the batch axis
 * of x are read as one of I elements, in row-major order; with an activation applied to the result
 * (the planner fuses it; layers emit {@link Unary#IDENTITY}).
 */
public record InnerProduct(Unary activation) implements Op {
  public static final InnerProduct PLAIN = new InnerProduct(Unary.IDENTITY);

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 3);
    Check.rank(this, inputs.get(1), 2);
    Shape input = inputs.get(0).shape();
    Shape weights = inputs.get(1).shape();
    Check.same(this, "the weights", weights, Shape.of(input.sizeFrom(1), weights.dim(1)));
    if (inputs.size() == 3) {
      Check.same(this, "the bias", inputs.get(2).shape(), Shape.of(weights.dim(1)));
    }
    Check.sameDtype(this, inputs);
    return List.of(inputs.get(0).withShape(Shape.of(input.dim(0), weights.dim(1))));
  }
}
