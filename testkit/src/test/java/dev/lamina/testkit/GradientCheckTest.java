package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.reference.Array;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The check finds wrong gradients. */
class GradientCheckTest {
  @Test
  void rightGradientsPass() {
    new GradientCheck(1)
        .input("x", Shape.of(5))
        .requireEqual((g, in) -> g.unary(UnaryFunction.TANH, in.get("x")));
  }

  @Test
  void aGradientThatDiffersIsNamed() {
    // At relu's kink the difference quotient is 1/2, and no gradient is.
    GradientCheck check = new GradientCheck(1).input("x", Shape.of(3), () -> 0);
    assertThatThrownBy(
            () -> check.requireEqual((g, in) -> g.unary(UnaryFunction.RELU, in.get("x"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("autodiff and central differences disagree")
        .hasMessageContaining("dx, element 0: autodiff gives 0.0, central differences");
  }

  @Test
  void aKernelThatIsSlightlyWrongIsFound() {
    Engine faulty =
        new FaultyEngine(
            ReferenceEngine.float64(),
            (request, kernel) ->
                Optional.of(
                    request.op() instanceof ConvolutionInputGradient
                        ? new FaultyEngine.Wrapped(kernel) {
                          @Override
                          void afterRun(List<Buffer> inputs, List<Buffer> outputs) {
                            Array dx = (Array) outputs.get(0);
                            dx.set(0, dx.get(0) + 1e-4);
                          }
                        }
                        : kernel));
    Convolution op = Convolution.of(Window.of(2, 2), 1);
    GradientCheck check =
        new GradientCheck(1, faulty)
            .input("x", Shape.of(1, 3, 3, 1))
            .input("filter", Shape.of(2, 2, 1, 1));
    assertThatThrownBy(
            () -> check.requireEqual((g, in) -> g.add(op, in.get("x"), in.get("filter"))))
        .isInstanceOf(AssertionError.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2))
        .hasMessageContaining("dx, element 0");
  }

  @Test
  void countersAreFedButNotChecked() {
    new GradientCheck(1)
        .input("x", Shape.of(3))
        .counter("step", 7)
        .requireEqual(
            (g, in) -> {
              assertThat(in).containsOnlyKeys("x", "step");
              return g.times(in.get("x"), in.get("x"));
            });
  }
}
