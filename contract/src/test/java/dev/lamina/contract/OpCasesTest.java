package dev.lamina.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.ir.ops.UnaryGradient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpCasesTest {
  private static List<OpCase> cases(OpFamily family) {
    return IntStream.range(0, OpCases.COUNT).mapToObj(seed -> OpCases.of(family, seed)).toList();
  }

  @Test
  void aSeedAlwaysGivesTheSameCase() {
    for (OpFamily family : OpFamily.values()) {
      for (int seed = 0; seed < 5; seed++) {
        OpCase first = OpCases.of(family, seed);
        OpCase second = OpCases.of(family, seed);
        assertThat(second.toString()).isEqualTo(first.toString());
        assertThat(second.expectations()).isEqualTo(first.expectations());
        Map<String, double[]> feeds = first.feeds();
        second.feeds().forEach((name, data) -> assertThat(data).isEqualTo(feeds.get(name)));
      }
    }
  }

  @Test
  void graphsAreSoundAndExpectationsCoverAllOutputs() {
    for (OpFamily family : OpFamily.values()) {
      for (OpCase opCase : cases(family)) {
        GraphVerifier.verify(opCase.graph());
        assertThat(opCase.expectations())
            .map(Expectation::output)
            .containsExactlyElementsOf(opCase.graph().outputs().keySet());
      }
    }
  }

  @Test
  void casesOfAFamilyAreDistinct() {
    assertThat(cases(OpFamily.CONVOLUTION).stream().map(c -> c.graph().toString()).distinct())
        .hasSizeGreaterThan(OpCases.COUNT * 9 / 10);
  }

  /** Each is met at least ten times. */
  @Test
  void convolutionsMeetEveryDifficulty() {
    Map<String, Predicate<DrawnConvolution>> difficulties =
        Map.ofEntries(
            Map.entry("odd height", c -> c.input.dim(1) % 2 == 1),
            Map.entry("rectangular input", c -> c.input.dim(1) != c.input.dim(2)),
            Map.entry("rectangular kernel", c -> c.rows().kernel() != c.columns().kernel()),
            Map.entry("rectangular strides", c -> c.rows().stride() != c.columns().stride()),
            Map.entry("stride that does not divide", DrawnConvolution::leavesRowsOver),
            Map.entry("even kernel with uneven padding", DrawnConvolution::isEvenAndUnevenlyPadded),
            Map.entry("dilation", c -> c.rows().dilation() > 1),
            Map.entry("dilation and stride", c -> c.rows().dilation() > 1 && c.rows().stride() > 1),
            Map.entry("groups", c -> c.op.groups() > 1),
            Map.entry("depthwise", c -> c.op.groups() > 1 && c.op.groups() == c.input.dim(3)),
            Map.entry("batch 1", c -> c.input.dim(0) == 1),
            Map.entry("1 channel", c -> c.input.dim(3) == 1),
            Map.entry("3 channels", c -> c.input.dim(3) == 3),
            Map.entry("17 channels", c -> c.input.dim(3) == 17),
            Map.entry("64 channels", c -> c.input.dim(3) == 64),
            Map.entry("17 filters", c -> c.output.dim(3) == 17),
            Map.entry("bias", c -> c.hasBias),
            Map.entry("no bias", c -> !c.hasBias),
            Map.entry("activation", c -> !c.op.activation().isIdentity()),
            Map.entry("one output position", c -> c.output.dim(1) * c.output.dim(2) == 1),
            Map.entry("kernel larger than input", c -> c.rows().kernel() > c.input.dim(1)),
            Map.entry("stride above kernel", c -> c.columns().stride() > c.columns().kernel()),
            Map.entry("one column of a stride", c -> c.isOneColumn() && c.columns().stride() > 1),
            Map.entry("one row", c -> c.output.dim(1) == 1 && c.output.dim(2) > 1),
            Map.entry("patches", DrawnConvolution::isPatches),
            Map.entry("patches of 4 or more", c -> c.isPatches() && c.columns().stride() >= 4),
            Map.entry("15 channels", c -> c.input.dim(3) == 15),
            Map.entry("16 channels", c -> c.input.dim(3) == 16),
            Map.entry("31 channels", c -> c.input.dim(3) == 31),
            Map.entry("33 channels", c -> c.input.dim(3) == 33),
            Map.entry("65 filters", c -> c.output.dim(3) == 65),
            Map.entry("batch 3", c -> c.input.dim(0) == 3));
    List<DrawnConvolution> all =
        cases(OpFamily.CONVOLUTION).stream().map(DrawnConvolution::of).toList();
    assertThat(all.stream().filter(c -> c.window.rank() == 1)).hasSizeGreaterThanOrEqualTo(10);
    assertThat(all.stream().filter(c -> c.window.rank() == 3)).hasSizeGreaterThanOrEqualTo(10);
    List<DrawnConvolution> convolutions =
        all.stream().filter(DrawnConvolution::isOfImages).toList();
    difficulties.forEach(
        (name, difficulty) ->
            assertThat(convolutions.stream().filter(difficulty).count())
                .as(name)
                .isGreaterThanOrEqualTo(10));
    assertThat(convolutions.stream().map(c -> c.op.activation().function()).distinct())
        .contains(UnaryFunction.RELU, UnaryFunction.ELU, UnaryFunction.SIGMOID)
        .contains(UnaryFunction.TANH, UnaryFunction.SILU);
  }

  private record DrawnConvolution(
      Convolution op, Window window, Shape input, Shape output, boolean hasBias) {
    static DrawnConvolution of(OpCase opCase) {
      var node = opCase.graph().nodes().get(0);
      Convolution op = (Convolution) node.op();
      return new DrawnConvolution(
          op,
          op.window(),
          node.inputs().get(0).shape(),
          node.output().shape(),
          node.inputs().size() == 3);
    }

    boolean isOfImages() {
      return window.rank() == 2;
    }

    WindowAxis rows() {
      return window.axis(0);
    }

    WindowAxis columns() {
      return window.axis(1);
    }

    boolean isOneColumn() {
      return output.dim(2) == 1;
    }

    boolean isPatches() {
      return columns().kernel() > 1
          && columns().kernel() == columns().stride()
          && rows().kernel() == rows().stride()
          && columns().before() == 0;
    }

    boolean leavesRowsOver() {
      int padded = input.dim(1) + rows().before() + rows().after();
      return (padded - rows().span()) % rows().stride() != 0;
    }

    boolean isEvenAndUnevenlyPadded() {
      return rows().kernel() % 2 == 0 && rows().after() == rows().before() + 1;
    }
  }

  @Test
  void everyFunctionIsMetForwardAndBackward() {
    assertThat(
            cases(OpFamily.UNARY).stream()
                .map(c -> ((Unary) c.graph().nodes().get(0).op()).function())
                .distinct())
        .containsExactlyInAnyOrder(UnaryFunction.values());
    List<UnaryGradient> gradients =
        cases(OpFamily.UNARY_GRADIENT).stream()
            .map(c -> (UnaryGradient) c.graph().nodes().get(0).op())
            .toList();
    assertThat(gradients.stream().map(op -> op.forward().function()).distinct())
        .containsExactlyInAnyOrder(UnaryFunction.values());
    assertThat(
            gradients.stream()
                .filter(UnaryGradient::fromOutput)
                .map(op -> op.forward().function())
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(UnaryFunction.values())
                .filter(UnaryFunction::hasDerivativeFromOutput)
                .toList());
  }

  @Test
  void fedNumbersAreFloatsSomeOfThemZero() {
    for (OpCase opCase : cases(OpFamily.CONVOLUTION)) {
      for (double[] data : opCase.feeds().values()) {
        assertThat(Arrays.stream(data).allMatch(value -> value == (float) value)).isTrue();
      }
    }
    assertThat(
            cases(OpFamily.CONVOLUTION).stream()
                .filter(c -> c.feeds().values().stream().anyMatch(OpCasesTest::hasZero)))
        .hasSizeGreaterThan(OpCases.COUNT / 2);
  }

  private static boolean hasZero(double[] data) {
    return Arrays.stream(data).anyMatch(value -> value == 0);
  }
}
