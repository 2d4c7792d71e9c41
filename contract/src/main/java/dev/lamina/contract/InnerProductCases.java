package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductInputGradient;
import dev.lamina.ir.ops.InnerProductWeightGradient;
import dev.lamina.ir.ops.Unary;
import java.util.ArrayList;
import java.util.List;

/** Dense layers over samples of any rank, with and without bias and activation. */
final class InnerProductCases {
  private InnerProductCases() {}

  private static Shape samples(CaseBuilder c) {
    return switch (c.between(0, 4)) {
      case 0 -> Shape.of(c.batch(), c.between(1, 6), c.between(1, 6), c.width());
      case 1 -> Shape.of(c.batch(), c.between(1, 9), c.width());
      case 2 -> Shape.of(c.batch(), c.between(1, 3), c.between(1, 3), c.between(1, 3), c.width());
      default -> Shape.of(c.between(1, 17), c.coin() ? c.width() : c.between(1, 200));
    };
  }

  private static Shape weights(CaseBuilder c, Shape input) {
    return Shape.of(input.sizeFrom(1), c.width());
  }

  static void forward(CaseBuilder c) {
    Unary activation = Activations.draw(c);
    Shape input = samples(c);
    Shape weights = weights(c, input);
    List<Value> inputs = new ArrayList<>();
    inputs.add(c.input("x", input));
    inputs.add(c.input("weights", weights));
    if (c.coin()) {
      inputs.add(c.input("bias", Shape.of(weights.dim(1))));
    }
    Value y = c.add(new InnerProduct(activation), inputs).get(0);
    ConvolutionCases.expectActivated(c, y, activation, weights.dim(0) + 1);
  }

  static void inputGradient(CaseBuilder c) {
    Shape input = samples(c);
    Shape shape = weights(c, input);
    Value weights = c.input("weights", shape);
    Value dy = c.input("dy", Shape.of(input.dim(0), shape.dim(1)));
    Value dx = c.add(new InnerProductInputGradient(input), List.of(weights, dy)).get(0);
    c.expectSum("dx", dx, shape.dim(1));
  }

  static void filterGradient(CaseBuilder c) {
    boolean bias = c.coin();
    Value x = c.input("x", samples(c));
    Value dy = c.input("dy", Shape.of(x.shape().dim(0), c.width()));
    List<Value> gradients = c.add(new InnerProductWeightGradient(bias), List.of(x, dy));
    c.expectSum("dweights", gradients.get(0), x.shape().dim(0));
    if (bias) {
      c.expectSum("dbias", gradients.get(1), x.shape().dim(0));
    }
  }
}
