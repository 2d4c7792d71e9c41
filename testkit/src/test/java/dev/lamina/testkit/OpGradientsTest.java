package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.Broadcast;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.Concatenation;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.OpRecord;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.Slicing;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.ir.ops.ZeroPadding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every differentiable op's gradients against central differences, over several attributes. */
class OpGradientsTest {
  private static final int SEEDS = 12;

  /**
   * @param type the op that is checked
   * @param body runs the check with one seed
   */
  private record Checked(Class<? extends Op> type, String name, Body body) {}

  @FunctionalInterface
  private interface Body {
    void check(GradientCheck check, Random random);
  }

  private static List<Checked> checks() {
    List<Checked> checks = new ArrayList<>();
    for (UnaryFunction function : UnaryFunction.values()) {
      checks.add(
          new Checked(
              Unary.class, function.name(), (check, random) -> unary(function, check, random)));
    }
    for (BinaryFunction function : BinaryFunction.values()) {
      checks.add(
          new Checked(
              Binary.class, function.name(), (check, random) -> binary(function, check, random)));
    }
    for (ReductionFunction function : ReductionFunction.values()) {
      checks.add(
          new Checked(
              Reduction.class,
              function.name(),
              (check, random) -> reduce(function, check, random)));
    }
    checks.add(new Checked(Concatenation.class, "", OpGradientsTest::concatenation));
    checks.add(new Checked(Slicing.class, "", OpGradientsTest::slicing));
    checks.add(new Checked(ZeroPadding.class, "", OpGradientsTest::padding));
    for (Interpolation interpolation : Interpolation.values()) {
      checks.add(
          new Checked(
              Resampling.class,
              interpolation.name(),
              (check, random) -> resampling(interpolation, check, random)));
    }
    checks.add(new Checked(Convolution.class, "any window", OpGradientsTest::convolution));
    checks.add(
        new Checked(ConvolutionInputGradient.class, "", OpGradientsTest::transposedConvolution));
    checks.add(new Checked(InnerProduct.class, "", OpGradientsTest::innerProduct));
    checks.add(new Checked(MaxPooling.class, "", OpGradientsTest::maxPool));
    checks.add(new Checked(AveragePooling.class, "", OpGradientsTest::averagePool));
    checks.add(new Checked(BatchNormTraining.class, "", OpGradientsTest::batchNorm));
    checks.add(new Checked(BatchNormInference.class, "", OpGradientsTest::batchNormInference));
    checks.add(new Checked(ChannelSoftmax.class, "softmax", (c, r) -> softmax(false, c, r)));
    checks.add(new Checked(ChannelSoftmax.class, "log", (c, r) -> softmax(true, c, r)));
    checks.add(new Checked(ElementDropout.class, "", OpGradientsTest::dropout));
    checks.add(new Checked(Broadcast.class, "", OpGradientsTest::broadcast));
    checks.add(new Checked(Cast.class, "", OpGradientsTest::cast));
    checks.add(new Checked(Reshaping.class, "", OpGradientsTest::reshape));
    checks.add(new Checked(Transpose.class, "", OpGradientsTest::transpose));
    return checks;
  }

  @TestFactory
  Stream<DynamicTest> equalCentralDifferences() {
    return checks().stream()
        .flatMap(
            checked ->
                Stream.iterate(0, seed -> seed < SEEDS, seed -> seed + 1)
                    .map(
                        seed ->
                            DynamicTest.dynamicTest(
                                "%s %s, seed %d"
                                    .formatted(checked.type.getSimpleName(), checked.name, seed),
                                () ->
                                    checked.body.check(
                                        new GradientCheck(seed), new Random(100 + seed)))));
  }

  @Test
  void everyDifferentiableOpIsChecked() {
    assertThat(checks().stream().map(checked -> checked.type.getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OpRecord.class.getPermittedSubclasses())
                .filter(type -> Gradients.isDifferentiable(type.asSubclass(Op.class)))
                .map(Class::getName)
                .toList());
  }

  private static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private static double uniform(Random random, double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  /** Numbers at least a hundredth apart from one another, in random order. */
  private static DoubleSupplier distinct(Random random, int count) {
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add((i - count / 2.0) * 0.02 + 0.005);
    }
    Collections.shuffle(numbers, random);
    return numbers.iterator()::next;
  }

  private static Shape shape(Random random, int rank) {
    int[] dims = new int[rank];
    Arrays.setAll(dims, axis -> between(random, 1, 4));
    return Shape.of(dims);
  }

  private static void unary(UnaryFunction function, GradientCheck check, Random random) {
    Unary op =
        switch (function) {
          case LINEAR -> Unary.of(function, uniform(random, -3, 3), uniform(random, -3, 3));
          case RELU -> Unary.of(function, random.nextBoolean() ? 0 : uniform(random, 0, 1), 0);
          case ELU -> Unary.of(function, uniform(random, 0.2, 2), 0);
          case HARD_SIGMOID -> Unary.of(function, 1.0 / 6, 0.5);
          case POW -> Unary.of(function, uniform(random, -2, 2), uniform(random, -2, 3));
          case CLIP -> Unary.of(function, -0.7, 0.9);
          case GELU_ERF, GELU_TANH, SIGMOID, TANH, SILU, SOFTPLUS, EXP, LOG, SQRT, SQUARE, ABS ->
              Unary.of(function);
        };
    boolean positive =
        function == UnaryFunction.LOG
            || function == UnaryFunction.SQRT
            || function == UnaryFunction.POW;
    double reach = function == UnaryFunction.HARD_SIGMOID ? 5 : 2;
    check
        .input(
            "x",
            shape(random, between(random, 0, 3)),
            () ->
                positive
                    ? uniform(random, 0.2, 3)
                    : awayFromKinks(() -> uniform(random, -reach, reach), 0, -0.7, 0.9, -3, 3))
        .requireEqual((g, in) -> g.add(op, in.get("x")));
  }

  private static double awayFromKinks(DoubleSupplier draw, double... kinks) {
    while (true) {
      double drawn = draw.getAsDouble();
      if (Arrays.stream(kinks).allMatch(kink -> Math.abs(drawn - kink) > 1e-3)) {
        return drawn;
      }
    }
  }

  private static void binary(BinaryFunction function, GradientCheck check, Random random) {
    Shape full = shape(random, between(random, 1, 3));
    Shape part = random.nextBoolean() ? full : Shape.of(random.nextBoolean() ? 1 : full.dim(-1));
    boolean swapped = random.nextBoolean();
    DoubleSupplier numbers = distinct(random, full.size() + part.size());
    check
        .input("a", swapped ? part : full, numbers)
        .input(
            "b",
            swapped ? full : part,
            function == BinaryFunction.DIVIDE ? () -> uniform(random, 0.5, 2) : numbers)
        .requireEqual((g, in) -> g.binary(function, in.get("a"), in.get("b")));
  }

  private static void reduce(ReductionFunction function, GradientCheck check, Random random) {
    Shape shape = shape(random, between(random, 1, 4));
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis == 0 || random.nextBoolean()) {
        axes.add(axis);
      }
    }
    Reduction op = new Reduction(function, axes, random.nextBoolean());
    check
        .input("x", shape, distinct(random, shape.size()))
        .requireEqual((g, in) -> g.add(op, in.get("x")));
  }

  private static Window window(Random random, Shape input, int mostDilation) {
    int[] sizes = Arrays.copyOfRange(input.toArray(), 1, input.rank() - 1);
    Window window =
        Window.of(Arrays.stream(sizes).map(size -> between(random, 1, 3)).toArray())
            .strides(Arrays.stream(sizes).map(size -> between(random, 1, 3)).toArray())
            .dilation(Arrays.stream(sizes).map(size -> between(random, 1, mostDilation)).toArray());
    return random.nextBoolean() ? window : window.same(sizes);
  }

  private static Shape images(Random random, int channels) {
    return switch (between(random, 0, 3)) {
      case 0 -> Shape.of(between(random, 1, 2), between(random, 5, 9), channels);
      case 1 -> Shape.of(1, between(random, 5, 6), 5, 5, channels);
      default ->
          Shape.of(between(random, 1, 2), between(random, 5, 6), between(random, 5, 7), channels);
    };
  }

  private static void convolution(GradientCheck check, Random random) {
    int groups = between(random, 1, 3);
    int groupChannels = between(random, 1, 2);
    int filters = groups * between(random, 1, 2);
    Shape input = images(random, groups * groupChannels);
    Window window = window(random, input, 2);
    check.input("x", input).input("filter", window.filterShape(groupChannels, filters));
    boolean bias = random.nextBoolean();
    if (bias) {
      check.input("bias", Shape.of(filters));
    }
    check.requireEqual(
        (g, in) -> g.addAll(Convolution.of(window, groups), List.copyOf(in.values())).get(0));
  }

  private static void transposedConvolution(GradientCheck check, Random random) {
    int groups = between(random, 1, 3);
    int groupChannels = between(random, 1, 2);
    int filters = groups * between(random, 1, 2);
    Shape output = images(random, groups * groupChannels);
    Window window = window(random, output, 2);
    check
        .input("filter", window.filterShape(groupChannels, filters))
        .input("x", window.outputShape(output, filters))
        .requireEqual(
            (g, in) ->
                g.addAll(
                        new ConvolutionInputGradient(window, groups, output),
                        List.copyOf(in.values()))
                    .get(0));
  }

  private static void innerProduct(GradientCheck check, Random random) {
    Shape input = shape(random, between(random, 2, 4));
    int units = between(random, 1, 4);
    check.input("x", input).input("weights", Shape.of(input.sizeFrom(1), units));
    if (random.nextBoolean()) {
      check.input("bias", Shape.of(units));
    }
    check.requireEqual((g, in) -> g.addAll(InnerProduct.PLAIN, List.copyOf(in.values())).get(0));
  }

  private static void maxPool(GradientCheck check, Random random) {
    Shape input = images(random, between(random, 1, 3));
    Window window = window(random, input, 1);
    check
        .input("x", input, distinct(random, input.size()))
        .requireEqual((g, in) -> g.add(new MaxPooling(window), in.get("x")));
  }

  private static void averagePool(GradientCheck check, Random random) {
    Shape input = images(random, between(random, 1, 3));
    Window window = window(random, input, 1);
    check.input("x", input).requireEqual((g, in) -> g.add(new AveragePooling(window), in.get("x")));
  }

  private static Shape normalized(Random random) {
    return random.nextBoolean()
        ? Shape.of(between(random, 4, 8), between(random, 1, 4))
        : Shape.of(2, 3, 2, between(random, 1, 4));
  }

  private static void batchNorm(GradientCheck check, Random random) {
    Shape shape = normalized(random);
    BatchNormTraining op =
        new BatchNormTraining(
            1e-3, random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    check.input("x", shape);
    if (op.scale()) {
      check.input("gamma", Shape.of(shape.dim(-1)));
    }
    if (op.center()) {
      check.input("beta", Shape.of(shape.dim(-1)));
    }
    check.requireEqual((g, in) -> g.addAll(op, List.copyOf(in.values())).get(0));
  }

  private static void batchNormInference(GradientCheck check, Random random) {
    Shape shape = normalized(random);
    Shape channels = Shape.of(shape.dim(-1));
    BatchNormInference op =
        new BatchNormInference(1e-3, random.nextBoolean(), random.nextBoolean());
    check
        .input("x", shape)
        .input("mean", channels)
        .input("variance", channels, () -> uniform(random, 0.5, 2));
    if (op.scale()) {
      check.input("gamma", channels);
    }
    if (op.center()) {
      check.input("beta", channels);
    }
    check.requireEqual((g, in) -> g.addAll(op, List.copyOf(in.values())).get(0));
  }

  private static void softmax(boolean log, GradientCheck check, Random random) {
    check
        .input("x", shape(random, between(random, 1, 3)))
        .requireEqual((g, in) -> g.add(new ChannelSoftmax(log), in.get("x")));
  }

  private static void dropout(GradientCheck check, Random random) {
    ElementDropout op = new ElementDropout(uniform(random, 0, 0.9), random.nextInt());
    check
        .input("x", shape(random, 3))
        .counter("step", between(random, 1, 1000))
        .requireEqual((g, in) -> g.add(op, in.get("x"), in.get("step")));
  }

  private static void broadcast(GradientCheck check, Random random) {
    int stretched = between(random, 1, 3);
    int kept = between(random, 1, 3);
    Shape input = random.nextBoolean() ? Shape.of(1, kept) : Shape.of(kept);
    check
        .input("x", input)
        .requireEqual((g, in) -> g.add(new Broadcast(Shape.of(2, stretched, kept)), in.get("x")));
  }

  /** Backward too; in double no number is rounded. */
  private static void cast(GradientCheck check, Random random) {
    check
        .input("x", shape(random, 3))
        .requireEqual(
            (g, in) ->
                g.cast(
                    g.unary(UnaryFunction.SQUARE, g.cast(in.get("x"), DType.BFLOAT16)),
                    DType.FLOAT32));
  }

  private static void reshape(GradientCheck check, Random random) {
    Shape shape = shape(random, 3);
    check
        .input("x", shape)
        .requireEqual(
            (g, in) ->
                g.add(new Reshaping(Shape.of(shape.dim(0), shape.sizeFrom(1))), in.get("x")));
  }

  private static void transpose(GradientCheck check, Random random) {
    List<Integer> axes = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(axes, random);
    check
        .input("x", shape(random, 4))
        .requireEqual((g, in) -> g.add(new Transpose(axes), in.get("x")));
  }

  private static void concatenation(GradientCheck check, Random random) {
    Shape shape = shape(random, 3);
    int axis = between(random, 0, 2);
    check.input("a", shape).input("b", shape.with(axis, 2)).input("c", shape.with(axis, 1));
    check.requireEqual(
        (g, in) ->
            g.addAll(new Concatenation(axis), List.of(in.get("a"), in.get("b"), in.get("c")))
                .get(0));
  }

  private static void slicing(GradientCheck check, Random random) {
    Shape shape = shape(random, 3);
    List<Integer> begin = new ArrayList<>();
    int[] size = shape.toArray();
    for (int axis = 0; axis < size.length; axis++) {
      begin.add(between(random, 0, size[axis] - 1));
      size[axis] = between(random, 1, size[axis] - begin.get(axis));
    }
    check
        .input("x", shape)
        .requireEqual((g, in) -> g.add(new Slicing(begin, Shape.of(size)), in.get("x")));
  }

  private static void padding(GradientCheck check, Random random) {
    List<Integer> low = List.of(between(random, 0, 2), 0, between(random, 0, 2));
    List<Integer> high = List.of(0, between(random, 0, 2), between(random, 0, 2));
    check
        .input("x", shape(random, 3))
        .requireEqual((g, in) -> g.add(new ZeroPadding(low, high), in.get("x")));
  }

  private static void resampling(Interpolation interpolation, GradientCheck check, Random random) {
    int axes = between(random, 1, 3);
    List<Integer> factors = new ArrayList<>();
    int[] sizes = new int[axes + 2];
    sizes[0] = 2;
    sizes[axes + 1] = 2;
    for (int axis = 0; axis < axes; axis++) {
      factors.add(between(random, 1, 4));
      sizes[axis + 1] = between(random, 1, 3);
    }
    Resampling op = new Resampling(factors, interpolation);
    check.input("x", Shape.of(sizes)).requireEqual((g, in) -> g.add(op, in.get("x")));
  }
}
