package dev.lamina.ir.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Op;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What ops say of themselves, beside what is worked out by hand. */
class OpStatementsTest {
  private static final Window WINDOW = Window.of(3, 2).strides(1, 2);
  private static final Shape IMAGES = Shape.of(5, 7, 8, 4);
  private static final Shape POOLED = Shape.of(5, 5, 4, 4);
  private static final Shape FILTERED = Shape.of(5, 5, 4, 6);
  private static final Shape FILTER = Shape.of(3, 2, 2, 6);
  private static final Shape ROWS = Shape.of(5, 3);
  private static final BatchSplit FIRST = new BatchSplit(Set.of(1, 2), false);
  private static final BatchSplit SECOND = new BatchSplit(Set.of(0), false);

  private final Map<Op, Expected> expected = new HashMap<>();

  /**
   * @param multiplyAdds 0 where there are none
   * @param split null where there is none
   */
  private record Expected(
      List<TensorType> inputs, Reach reach, long multiplyAdds, BatchSplit split) {}

  OpStatementsTest() {
    TensorType images = TensorType.of(IMAGES);
    TensorType filtered = TensorType.of(FILTERED);
    TensorType filter = TensorType.of(FILTER);
    TensorType rows = TensorType.of(ROWS);
    TensorType weights = TensorType.of(3, 10);
    TensorType units = TensorType.of(5, 10);
    TensorType scalar = TensorType.of(Shape.scalar());
    TensorType step = new TensorType(DType.INT32, Shape.scalar());
    TensorType channels = TensorType.of(4);
    TensorType pooled = TensorType.of(POOLED);
    TensorType winners = new TensorType(DType.WORKSPACE, POOLED);
    TensorType mask = new TensorType(DType.WORKSPACE, ROWS);
    Unary scaling = Unary.of(UnaryFunction.LINEAR, 2, 1);
    Unary relu = Unary.of(UnaryFunction.RELU);
    Reach everyPlace = Reach.along(Set.of(0, 1, 2));
    Reach lastOfRows = Reach.along(Set.of(1));
    BatchSplit all = BatchSplit.PER_SAMPLE;
    BatchSplit sum = BatchSplit.SUMMED;

    long convolution = 5 * 5 * 4 * 6 * (3 * 2 * 2);
    expect(
        Convolution.of(WINDOW, 2),
        Reach.sliding(WINDOW),
        convolution,
        FIRST,
        images,
        filter,
        TensorType.of(6));
    expect(
        new ConvolutionInputGradient(WINDOW, 2, IMAGES),
        Reach.spreading(WINDOW),
        convolution,
        SECOND,
        filter,
        filtered);
    expect(
        new ConvolutionFilterGradient(WINDOW, 2, true),
        everyPlace,
        convolution,
        sum,
        images,
        filtered);
    long product = 5 * 10 * 3;
    expect(
        InnerProduct.PLAIN, lastOfRows, product, new BatchSplit(Set.of(1), false), rows, weights);
    expect(new InnerProductInputGradient(ROWS), lastOfRows, product, SECOND, weights, units);
    expect(
        new InnerProductWeightGradient(false), Reach.along(Set.of(0)), product, sum, rows, units);

    expect(new MaxPooling(WINDOW), Reach.sliding(WINDOW), 0, all, images);
    expect(
        new MaxPoolingGradient(WINDOW, IMAGES), Reach.spreading(WINDOW), 0, all, winners, pooled);
    expect(new AveragePooling(WINDOW), Reach.sliding(WINDOW), 0, all, images);
    expect(new AveragePoolingGradient(WINDOW, IMAGES), Reach.spreading(WINDOW), 0, all, pooled);

    long elements = 5 * 7 * 8 * 4;
    expect(new BatchNormTraining(1e-3, false, false), everyPlace, 2 * elements, null, images);
    expect(
        new BatchNormGradient(1e-3, false, false),
        everyPlace,
        3 * elements,
        null,
        images,
        channels,
        channels,
        images);
    expect(
        new BatchNormInference(1e-3, false, false),
        Reach.element(),
        elements,
        FIRST,
        images,
        channels,
        channels);
    expect(new ChannelSoftmax(false), lastOfRows, 0, all, rows);
    expect(new ChannelSoftmax(true), Reach.along(Set.of(0)), 0, null, channels);
    expect(new ChannelSoftmaxGradient(false), lastOfRows, 2 * 15, all, rows, rows);
    expect(new ArgMax(), lastOfRows, 0, all, rows);
    expect(new InTopK(2), lastOfRows, 0, all, rows, TensorType.of(5));
    expect(new OneHot(3), Reach.element(), 0, all, TensorType.of(5));

    expect(scaling, Reach.element(), 15, all, rows);
    expect(relu, Reach.element(), 0, all, rows);
    expect(new UnaryGradient(relu, true), Reach.element(), 0, all, rows, rows);
    expect(new Binary(BinaryFunction.ADD), Reach.element(), 0, all, rows, rows);
    expect(new Binary(BinaryFunction.MULTIPLY), Reach.element(), 0, SECOND, TensorType.of(3), rows);
    expect(new Binary(BinaryFunction.DIVIDE), Reach.element(), 0, null, scalar, scalar);
    expect(
        new ElementDropout(0.5, 1),
        Reach.element(),
        0,
        new BatchSplit(Set.of(1), false),
        rows,
        step);
    expect(new ElementDropoutGradient(0.5), Reach.element(), 0, all, mask, rows);
    expect(new Cast(DType.BFLOAT16), Reach.element(), 0, all, rows);

    expect(new Broadcast(Shape.of(5, 7, 3)), Reach.element(), 0, all, TensorType.of(5, 1, 3));
    expect(new Broadcast(IMAGES), Reach.element(), 0, null, channels);
    expect(new Reshaping(Shape.of(5, 3, 1)), Reach.element(), 0, all, rows);
    expect(new Reshaping(Shape.of(15)), Reach.element(), 0, null, rows);
    expect(new Transpose(List.of(0, 2, 1)), Reach.element(), 0, all, TensorType.of(5, 2, 3));
    expect(new Transpose(List.of(1, 0)), Reach.element(), 0, null, rows);
    expect(
        new Concatenation(1),
        Reach.element(),
        0,
        all,
        rows,
        TensorType.of(5, 1),
        TensorType.of(5, 4));
    expect(new Concatenation(0), Reach.element(), 0, null, rows, TensorType.of(2, 3));
    expect(new Slicing(List.of(0, 1), Shape.of(5, 2)), Reach.element(), 0, all, rows);
    expect(new Slicing(List.of(2, 0), Shape.of(2, 3)), Reach.element(), 0, null, rows);
    expect(new ZeroPadding(List.of(0, 1), List.of(0, 2)), Reach.element(), 0, all, rows);
    expect(new ZeroPadding(List.of(0, 1), List.of(1, 2)), Reach.element(), 0, null, rows);
    Resampling repeated = new Resampling(List.of(2, 3), Interpolation.NEAREST);
    Resampling blended = new Resampling(List.of(2, 3), Interpolation.BILINEAR);
    TensorType enlarged = TensorType.of(5, 14, 24, 4);
    // A pixel goes to its own 3 pixels, and to those up to the next centers: 1 more on each side.
    Window blending = Window.of(4, 5).strides(2, 3).padBefore(1, 1).padAfter(1, 1);
    long blends = 5 * 14 * 24 * 4 * 4;
    expect(repeated, Reach.spreading(Window.of(2, 3).strides(2, 3)), 0, all, images);
    expect(blended, Reach.spreading(blending), blends, all, images);
    expect(new ResamplingGradient(blended), Reach.sliding(blending), blends, all, enlarged);
    expect(new Fill(ROWS, 1), Reach.element(), 0, null);
    expect(reduce(ReductionFunction.MAX, 1, 2), Reach.along(Set.of(1, 2)), 0, all, images);
    expect(reduce(ReductionFunction.SUM, 0), Reach.along(Set.of(0)), 0, sum, rows);
    expect(reduce(ReductionFunction.MEAN, 0), Reach.along(Set.of(0)), 0, null, rows);

    expect(new SgdUpdate(0, false, 0), Reach.element(), 15, null, rows, rows, scalar);
    expect(new SgdUpdate(0.9, false, 0), Reach.element(), 2 * 15, null, rows, rows, scalar, rows);
    expect(
        new RmsPropUpdate(0.9, 0, 1e-7, false, 0),
        Reach.element(),
        2 * 15,
        null,
        rows,
        rows,
        scalar,
        rows);
    expect(
        new AdamUpdate(0.9, 0.99, 1e-7, false, 0),
        Reach.element(),
        3 * 15,
        null,
        rows,
        rows,
        scalar,
        step,
        rows,
        rows);
    expect(new MovingAverage(0.9), Reach.element(), 15, null, rows, rows);
  }

  private static Reduction reduce(ReductionFunction function, Integer... axes) {
    return new Reduction(function, List.of(axes), false);
  }

  private void expect(
      Op op, Reach reach, long multiplyAdds, BatchSplit split, TensorType... inputs) {
    expected.put(op, new Expected(List.of(inputs), reach, multiplyAdds, split));
  }

  @Test
  void everyOpIsHere() {
    assertThat(expected.keySet().stream().map(op -> op.getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OpRecord.class.getPermittedSubclasses()).map(Class::getName).toList());
  }

  @TestFactory
  Stream<DynamicTest> ofEachOp() {
    return expected.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    "" + row.getKey(), () -> check(row.getKey(), row.getValue())));
  }

  private static void check(Op op, Expected row) {
    assertThat(op.infer(row.inputs)).isNotEmpty();
    assertThat(op.reach(row.inputs)).isEqualTo(row.reach);
    assertThat(op.multiplyAdds(row.inputs).map(MultiplyAdds::count).orElse(0L))
        .isEqualTo(row.multiplyAdds);
    Optional<BatchSplit> split = op.batchSplit(row.inputs);
    assertThat(split.isPresent()).isEqualTo(row.split != null);
    if (split.isPresent()) {
      assertThat(split.get().isSummed()).isEqualTo(row.split.isSummed());
      for (int i = 0; i < row.inputs.size(); i++) {
        assertThat(split.get().isPerSample(i)).isEqualTo(row.split.isPerSample(i));
      }
    }
  }
}
