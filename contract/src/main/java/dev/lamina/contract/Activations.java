package dev.lamina.contract;

import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;

/** The activations that the planner fuses into convolutions and dense layers. */
final class Activations {
  private static final List<Unary> ALL =
      List.of(
          Unary.of(UnaryFunction.RELU),
          Unary.of(UnaryFunction.RELU, 0.2, 0),
          Unary.of(UnaryFunction.ELU, 1, 0),
          Unary.of(UnaryFunction.ELU, 0.5, 0),
          Unary.of(UnaryFunction.GELU_ERF),
          Unary.of(UnaryFunction.GELU_TANH),
          Unary.of(UnaryFunction.SIGMOID),
          Unary.of(UnaryFunction.TANH),
          Unary.of(UnaryFunction.SILU),
          Unary.of(UnaryFunction.HARD_SIGMOID, 1.0 / 6, 0.5),
          Unary.of(UnaryFunction.SOFTPLUS));

  private Activations() {}

  /** None in half of the cases. */
  static Unary draw(CaseBuilder c) {
    return c.coin() ? Unary.IDENTITY : c.choose(ALL);
  }
}
