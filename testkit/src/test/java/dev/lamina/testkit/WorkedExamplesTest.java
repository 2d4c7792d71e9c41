package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.ChannelSoftmaxGradient;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.DropoutBits;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference engine against numbers worked out by hand. */
class WorkedExamplesTest {
  private static final double[] ONE_TO_NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final double[] ONE_TO_FOUR = {1, 2, 3, 4};

  private static final Window TWO = Window.of(2, 2);

  /** Builds a graph of one op. */
  private static final class Example {
    private final GraphBuilder graph = new GraphBuilder();
    private final Map<String, double[]> feeds = new LinkedHashMap<>();
    private final List<Value> inputs = new ArrayList<>();

    Example input(Shape shape, double... values) {
      return input(TensorType.of(shape), values);
    }

    Example counter(int value) {
      return input(new TensorType(DType.INT32, Shape.scalar()), value);
    }

    private Example input(TensorType type, double... values) {
      String name = "input" + inputs.size();
      inputs.add(graph.input(name, type));
      feeds.put(name, values);
      return this;
    }

    /** The outputs in order, workspaces left out. */
    List<double[]> run(Op op) {
      List<Value> outputs = graph.addAll(op, inputs);
      List<Value> readable =
          outputs.stream().filter(value -> value.type().dtype() != DType.WORKSPACE).toList();
      readable.forEach(value -> graph.output("output" + value.id(), value));
      GraphRunner runner = new GraphRunner(ReferenceEngine.float64());
      return List.copyOf(runner.runInDouble(graph.build(), feeds, Map.of()).outputs().values());
    }
  }

  private static Example with(Shape shape, double... values) {
    return new Example().input(shape, values);
  }

  private static Shape image(int height, int width) {
    return Shape.of(1, height, width, 1);
  }

  /** Asserts that each output has these numbers. */
  private static void requireOutputs(List<double[]> outputs, double[]... expected) {
    assertThat(outputs).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(outputs.get(i)).containsExactly(expected[i], within(1e-9));
    }
  }

  private static double[] numbers(double... numbers) {
    return numbers;
  }

  @Test
  void convolution() {
    // First output: 1*1 + 2*2 + 4*3 + 5*4 = 37.
    requireOutputs(
        with(image(3, 3), ONE_TO_NINE)
            .input(Shape.of(2, 2, 1, 1), ONE_TO_FOUR)
            .run(Convolution.of(TWO, 1)),
        numbers(37, 47, 67, 77));
  }

  @Test
  void convolutionAddsTheBiasAndThenActivates() {
    requireOutputs(
        with(image(3, 3), ONE_TO_NINE)
            .input(Shape.of(2, 2, 1, 1), ONE_TO_FOUR)
            .input(Shape.of(1), -50)
            .run(new Convolution(TWO, 1, Unary.of(UnaryFunction.RELU))),
        numbers(0, 0, 17, 27));
  }

  @Test
  void convolutionWithSamePaddingSeesZerosAtBottomAndRight() {
    requireOutputs(
        with(image(3, 3), ONE_TO_NINE)
            .input(Shape.of(2, 2, 1, 1), ONE_TO_FOUR)
            .run(Convolution.of(Window.of(2, 2).same(3, 3), 1)),
        numbers(37, 47, 21, 67, 77, 33, 23, 26, 9));
  }

  @Test
  void convolutionWithStrideAndDilation() {
    // On 1 to 25, a 2x2 kernel of ones two apart: 1 + 3 + 11 + 13 = 28.
    double[] x = new double[25];
    Arrays.setAll(x, i -> i + 1);
    requireOutputs(
        with(image(5, 5), x)
            .input(Shape.of(2, 2, 1, 1), 1, 1, 1, 1)
            .run(Convolution.of(Window.of(2, 2).strides(2, 2).dilation(2, 2), 1)),
        numbers(28, 36, 68, 76));
  }

  @Test
  void convolutionInGroupsSeesItsOwnChannelsOnly() {
    requireOutputs(
        with(Shape.of(1, 1, 1, 2), 2, 3)
            .input(Shape.of(1, 1, 1, 4), 5, 7, 11, 13)
            .run(Convolution.of(Window.of(1, 1), 2)),
        numbers(10, 14, 33, 39));
  }

  @Test
  void convolutionGradientsOfItsFirstOutput() {
    requireOutputs(
        with(Shape.of(2, 2, 1, 1), ONE_TO_FOUR)
            .input(image(2, 2), 1, 0, 0, 0)
            .run(new ConvolutionInputGradient(TWO, 1, image(3, 3))),
        numbers(1, 2, 0, 3, 4, 0, 0, 0, 0));
    requireOutputs(
        with(image(3, 3), ONE_TO_NINE)
            .input(image(2, 2), 1, 0, 0, 0)
            .run(new ConvolutionFilterGradient(TWO, 1, true)),
        numbers(1, 2, 4, 5),
        numbers(1));
  }

  @Test
  void innerProduct() {
    requireOutputs(
        with(Shape.of(1, 2), 1, 2)
            .input(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
            .input(Shape.of(3), 10, 20, 30)
            .run(InnerProduct.PLAIN),
        numbers(19, 32, 45));
  }

  @Test
  void maxPoolGivesTheGradientToTheFirstOfEquals() {
    double[] x = {
      1, 1, 0, 5, //
      1, 1, 2, 5, //
      -1, -2, 0, 0, //
      -3, -4, 0, 0
    };
    Window window = Window.of(2, 2).strides(2, 2);
    GraphBuilder g = new GraphBuilder();
    Value input = g.input("x", TensorType.of(image(4, 4)));
    List<Value> forward = g.addAll(new MaxPooling(window), List.of(input));
    Value dy = g.input("dy", TensorType.of(image(2, 2)));
    g.output("y", forward.get(0));
    g.output("dx", g.add(new MaxPoolingGradient(window, image(4, 4)), forward.get(1), dy));
    GraphRunner.Result<double[]> result =
        new GraphRunner(ReferenceEngine.float64())
            .runInDouble(g.build(), Map.of("x", x, "dy", ONE_TO_FOUR), Map.of());
    assertThat(result.output("y")).containsExactly(1, 5, -1, 0);
    assertThat(result.output("dx")).containsExactly(1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0);
  }

  @Test
  void maxPoolNeverTakesPadding() {
    requireOutputs(
        with(image(3, 3), -1, -2, -3, -4, -5, -6, -7, -8, -9)
            .run(new MaxPooling(Window.of(2, 2).strides(2, 2).same(3, 3))),
        numbers(-1, -3, -7, -9));
  }

  @Test
  void averagePoolLeavesPaddingOut() {
    Window window = Window.of(2, 2).strides(2, 2).same(3, 3);
    requireOutputs(
        with(image(3, 3), ONE_TO_NINE).run(new AveragePooling(window)), numbers(3, 4.5, 7.5, 9));
    requireOutputs(
        with(image(2, 2), 4, 2, 2, 1).run(new AveragePoolingGradient(window, image(3, 3))),
        numbers(1, 1, 1, 1, 1, 1, 1, 1, 1));
  }

  @Test
  void batchNormalization() {
    // Mean 2, variance 1, and with epsilon 3 a deviation of 2: x becomes -1/2 and 1/2.
    requireOutputs(
        with(Shape.of(2, 1), 1, 3)
            .input(Shape.of(1), 4)
            .input(Shape.of(1), 10)
            .run(new BatchNormTraining(3, true, true)),
        numbers(8, 12),
        numbers(2),
        numbers(1));
    requireOutputs(
        with(Shape.of(2, 1), 1, 3)
            .input(Shape.of(1), 2)
            .input(Shape.of(1), 1)
            .input(Shape.of(2, 1), 1, 0)
            .input(Shape.of(1), 4)
            .run(new BatchNormGradient(3, true, true)),
        numbers(0.75, -0.75),
        numbers(-0.5),
        numbers(1));
    requireOutputs(
        with(Shape.of(2, 1), 1, 3)
            .input(Shape.of(1), 3)
            .input(Shape.of(1), 13)
            .input(Shape.of(1), 10)
            .run(new BatchNormInference(3, false, true)),
        numbers(9.5, 10));
  }

  @Test
  void softmax() {
    double log3 = Math.log(3);
    Shape two = Shape.of(1, 2);
    requireOutputs(with(two, 0, log3).run(new ChannelSoftmax(false)), numbers(0.25, 0.75));
    requireOutputs(
        with(two, 1000, 1000 + log3).run(new ChannelSoftmax(true)),
        numbers(Math.log(0.25), Math.log(0.75)));
    requireOutputs(
        with(two, 0.25, 0.75).input(two, 1, 0).run(new ChannelSoftmaxGradient(false)),
        numbers(0.1875, -0.1875));
    requireOutputs(
        with(two, Math.log(0.25), Math.log(0.75))
            .input(two, 1, 0)
            .run(new ChannelSoftmaxGradient(true)),
        numbers(0.75, -0.75));
  }

  @Test
  void activationsAtKnownPoints() {
    Shape scalar = Shape.scalar();
    Map<Unary, double[]> points =
        Map.ofEntries(
            Map.entry(Unary.of(UnaryFunction.RELU, 0.1, 0), numbers(-2, -0.2)),
            Map.entry(Unary.of(UnaryFunction.ELU, 2, 0), numbers(-Math.log(2), -1)),
            Map.entry(Unary.of(UnaryFunction.SIGMOID), numbers(Math.log(3), 0.75)),
            Map.entry(Unary.of(UnaryFunction.TANH), numbers(Math.log(2), 0.6)),
            Map.entry(Unary.of(UnaryFunction.SILU), numbers(Math.log(3), 0.75 * Math.log(3))),
            Map.entry(Unary.of(UnaryFunction.SOFTPLUS), numbers(0, Math.log(2))),
            Map.entry(Unary.of(UnaryFunction.HARD_SIGMOID, 1.0 / 6, 0.5), numbers(1.5, 0.75)),
            // Phi(1) = 0.8413447460685429
            Map.entry(Unary.of(UnaryFunction.GELU_ERF), numbers(1, 0.8413447460685429)),
            Map.entry(Unary.of(UnaryFunction.POW, 3, 2), numbers(4, 48)),
            Map.entry(Unary.of(UnaryFunction.CLIP, -1, 2), numbers(3, 2)));
    points.forEach(
        (op, point) -> requireOutputs(with(scalar, point[0]).run(op), numbers(point[1])));
  }

  @Test
  void reductionsAndTransposition() {
    Shape square = Shape.of(2, 2);
    requireOutputs(
        with(square, ONE_TO_FOUR).run(new Reduction(ReductionFunction.SUM, List.of(0), false)),
        numbers(4, 6));
    requireOutputs(
        with(square, ONE_TO_FOUR).run(Reduction.all(ReductionFunction.MEAN, 2)), numbers(2.5));
    requireOutputs(
        with(square, ONE_TO_FOUR).run(new Reduction(ReductionFunction.MAX, List.of(1), true)),
        numbers(2, 4));
    requireOutputs(
        with(square, ONE_TO_FOUR).run(new Transpose(List.of(1, 0))), numbers(1, 3, 2, 4));
  }

  @Test
  void labels() {
    requireOutputs(
        with(Shape.of(3), 2, 0, 5).run(new OneHot(3)), numbers(0, 0, 1, 1, 0, 0, 0, 0, 0));
    requireOutputs(with(Shape.of(2, 3), 1, 7, 7, 2, 1, 0).run(new ArgMax()), numbers(1, 0));
    Example predictions = with(Shape.of(3, 3), 0.1, 0.6, 0.3, 0.5, 0.5, 0, 0.2, 0.3, 0.5);
    requireOutputs(predictions.input(Shape.of(3), 2, 1, 7).run(new InTopK(1)), numbers(0, 1, 0));
    requireOutputs(
        with(Shape.of(1, 3), 0.1, 0.6, 0.3).input(Shape.of(1), 2).run(new InTopK(2)), numbers(1));
  }

  @Test
  void dropoutZeroesByItsBitsAndScalesTheRest() {
    double[] ones = new double[1000];
    Arrays.fill(ones, 1);
    double[] y = with(Shape.of(1000), ones).counter(3).run(new ElementDropout(0.2, 42)).get(0);
    int key = DropoutBits.key(42, 3);
    for (int i = 0; i < y.length; i++) {
      boolean kept = DropoutBits.keeps(key, i, DropoutBits.threshold(0.2));
      assertThat(y[i]).isEqualTo(kept ? 1.25 : 0);
    }
    // 200 are expected; four deviations are 4 sqrt(1000 0.2 0.8) = 51.
    assertThat(Arrays.stream(y).filter(value -> value == 0).count()).isBetween(149L, 251L);
    double[] nextStep =
        with(Shape.of(1000), ones).counter(4).run(new ElementDropout(0.2, 42)).get(0);
    assertThat(nextStep).isNotEqualTo(y);
  }

  private static Example update(double parameter, double gradient, double rate) {
    Shape scalar = Shape.scalar();
    return with(scalar, parameter).input(scalar, gradient).input(scalar, rate);
  }

  @Test
  void adam() {
    Shape scalar = Shape.scalar();
    AdamUpdate op = new AdamUpdate(0.9, 0.999, 0, false, 0);
    // The first step is the rate itself, whatever the gradient.
    requireOutputs(
        update(1, 0.5, 0.1).counter(1).input(scalar, 0).input(scalar, 0).run(op),
        numbers(0.9),
        numbers(0.05),
        numbers(0.00025));
    // m = 0.05 - 0.105, v = 0.00025 + 0.00099975, rate 0.1 sqrt(0.001999) / 0.19.
    requireOutputs(
        update(0.9, -1, 0.1).counter(2).input(scalar, 0.05).input(scalar, 0.00025).run(op),
        numbers(0.9366103527035844),
        numbers(-0.055),
        numbers(0.00124975));
  }

  @Test
  void adamWithDecayAndAmsgrad() {
    Shape scalar = Shape.scalar();
    // The decay takes 0.1 * 0.1 off first; the largest second moment, 1, is used in place of v.
    requireOutputs(
        update(1, 0.5, 0.1)
            .counter(1)
            .input(scalar, 0)
            .input(scalar, 0)
            .input(scalar, 1)
            .run(new AdamUpdate(0.9, 0.999, 0, true, 0.1)),
        numbers(0.99 - 0.1 * Math.sqrt(0.001) / 0.1 * 0.05),
        numbers(0.05),
        numbers(0.00025),
        numbers(1));
  }

  @Test
  void stochasticGradientDescent() {
    Shape scalar = Shape.scalar();
    requireOutputs(update(1, 2, 0.1).run(new SgdUpdate(0, false, 0)), numbers(0.8));
    requireOutputs(update(1, 2, 0.1).run(new SgdUpdate(0, false, 0.5)), numbers(0.75));
    requireOutputs(
        update(1, 2, 0.1).input(scalar, 1).run(new SgdUpdate(0.9, false, 0)),
        numbers(1.7),
        numbers(0.7));
    requireOutputs(
        update(1, 2, 0.1).input(scalar, 1).run(new SgdUpdate(0.9, true, 0)),
        numbers(1.43),
        numbers(0.7));
  }

  @Test
  void rmsProp() {
    Shape scalar = Shape.scalar();
    // velocity 0.9 + 0.1 * 4 = 1.3, and sqrt(1.3 + 0.14) = 1.2.
    requireOutputs(
        update(1, 2, 0.6).input(scalar, 1).run(new RmsPropUpdate(0.9, 0, 0.14, false, 0)),
        numbers(0),
        numbers(1.3));
    // average 0.9 + 0.2 = 1.1, sqrt(1.3 - 1.21 + 0.16) = 0.5; momentum 0.5 * 1 + 0.1 * 2 / 0.5.
    requireOutputs(
        update(1, 2, 0.1)
            .input(scalar, 1)
            .input(scalar, 1)
            .input(scalar, 1)
            .run(new RmsPropUpdate(0.9, 0.5, 0.16, true, 0)),
        numbers(0.1),
        numbers(1.3),
        numbers(0.9),
        numbers(1.1));
  }

  @Test
  void movingAverage() {
    requireOutputs(
        with(Shape.of(1), 10).input(Shape.of(1), 20).run(new MovingAverage(0.9)), numbers(11));
  }
}
