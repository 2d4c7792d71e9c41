package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.ir.ops.UnaryGradient;
import java.util.List;

/** Every function of one number in turn, on its domain, with its usual and with other constants. */
final class UnaryCases {
  private UnaryCases() {}

  static void forward(CaseBuilder c) {
    Unary op = op(c);
    Value x = input(c, op.function());
    c.expectClose("y", c.add(op, List.of(x)).get(0));
  }

  /** From the input, or where the function allows it from the output. */
  static void gradient(CaseBuilder c) {
    Unary op = op(c);
    boolean fromOutput = op.function().hasDerivativeFromOutput() && c.coin();
    Value x = input(c, op.function());
    Value dy = c.input("dy", x.shape());
    Value xOrY = fromOutput ? output(c, op, x) : x;
    Value dx = c.add(new UnaryGradient(op, fromOutput), List.of(xOrY, dy)).get(0);
    c.expectClose("dx", dx);
  }

  /** The function's values, fed, so that kinks lie at the same elements for all engines. */
  private static Value output(CaseBuilder c, Unary op, Value x) {
    double[] data = c.data(x);
    int[] next = {0};
    return c.input("y", x.shape(), () -> op.apply(data[next[0]++]));
  }

  private static Unary op(CaseBuilder c) {
    UnaryFunction function = c.choose(List.of(UnaryFunction.values()));
    return switch (function) {
      case LINEAR -> Unary.of(function, c.uniform(-3, 3), c.uniform(-3, 3));
      case RELU -> Unary.of(function, c.coin() ? 0 : c.uniform(0, 1), 0);
      case ELU -> Unary.of(function, c.coin() ? 1 : c.uniform(0.1, 2), 0);
      case HARD_SIGMOID ->
          c.coin()
              ? Unary.of(function, 1.0 / 6, 0.5)
              : Unary.of(function, c.uniform(0.1, 1), c.uniform(0, 1));
      case POW ->
          Unary.of(function, c.uniform(-2, 2), c.choose(List.of(0.5, -0.5, 2.0, 3.0, -1.0, 1.5)));
      case CLIP -> Unary.of(function, c.uniform(-1.5, 0), c.uniform(0, 1.5));
      case GELU_ERF, GELU_TANH, SIGMOID, TANH, SILU, SOFTPLUS, EXP, LOG, SQRT, SQUARE, ABS ->
          Unary.of(function);
    };
  }

  private static Value input(CaseBuilder c, UnaryFunction function) {
    Shape shape = c.shape(c.between(0, 4));
    return switch (function) {
      case LOG, SQRT, POW -> c.input("x", shape, () -> c.uniform(0.05, 4));
      case EXP -> c.input("x", shape, () -> c.uniform(-10, 3));
      case LINEAR,
          RELU,
          ELU,
          GELU_ERF,
          GELU_TANH,
          SIGMOID,
          TANH,
          SILU,
          HARD_SIGMOID,
          SOFTPLUS,
          SQUARE,
          ABS,
          CLIP -> {
        double spread = c.choose(List.of(0.01, 1.0, 1.0, 10.0, 100.0));
        yield c.input("x", shape, () -> spread * c.normalOrZero());
      }
    };
  }
}
