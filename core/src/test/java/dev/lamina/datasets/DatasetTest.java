package dev.lamina.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Shape;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private static final Shape PAIR = Shape.of(2);

  /** {@code size} samples (10 i, 10 i + 1) with label i % 3. */
  static Dataset counting(int size) {
    float[] inputs = new float[2 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      inputs[2 * i] = 10 * i;
      inputs[2 * i + 1] = 10 * i + 1;
      labels[i] = i % 3;
    }
    return Dataset.of(inputs, PAIR, labels);
  }

  private static float[] input(Dataset data, int index) throws IOException {
    float[] to = new float[data.inputShape().size()];
    data.readInput(index, to, 0);
    return to;
  }

  private static float target(Dataset data, int index) throws IOException {
    float[] to = new float[1];
    data.readTarget(index, to, 0);
    return to[0];
  }

  private static List<Integer> samplesOf(Dataset data) {
    return IntStream.range(0, data.size())
        .mapToObj(
            i -> {
              try {
                return (int) input(data, i)[0] / 10;
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  @Test
  void floatsWithLabels() throws IOException {
    Dataset data = counting(7);
    assertThat(data.size()).isEqualTo(7);
    assertThat(data.inputShape()).isEqualTo(PAIR);
    assertThat(data.targetShape()).isEqualTo(Shape.of());
    assertThat(data.classes()).hasValue(3);
    assertThat(data.classNames()).isEmpty();
    assertThat(input(data, 5)).containsExactly(50, 51);
    assertThat(target(data, 5)).isEqualTo(2);
    assertThat(data).hasToString("7 samples of 2, 3 classes, from arrays in memory");
  }

  @Test
  void bytesThatAreDividedBy255CanBeHadAsTheyAre() throws IOException {
    byte[] pixels = {0, 51, (byte) 200, (byte) 255};
    Dataset data = Dataset.of(pixels, PAIR, new int[] {0, 1});
    assertThat(input(data, 1)).containsExactly(200 / 255f, 1);
    assertThat(input(data.unscaled(), 1)).containsExactly(200, 255);
    // Views too, whatever is over what.
    Dataset views = data.withClassNames(List.of("a", "b")).shuffled(1).take(2);
    assertThat(views.unscaled().classNames()).containsExactly("a", "b");
    for (int i = 0; i < 2; i++) {
      float[] scaled = input(views, i);
      assertThat(input(views.unscaled(), i))
          .containsExactly(Math.round(scaled[0] * 255), Math.round(scaled[1] * 255));
      assertThat(target(views.unscaled(), i)).isEqualTo(target(views, i));
    }
    // What the caller has scaled, or has as floats, stays.
    Dataset own = Dataset.of(pixels, PAIR, 0.5, new int[] {0, 1});
    assertThat(input(own.unscaled(), 1)).containsExactly(100, 127.5f);
    assertThat(input(counting(7).unscaled(), 5)).containsExactly(50, 51);
  }

  @Test
  void readsWriteAtTheOffsetAndNowhereElse() throws IOException {
    float[] to = {-1, -1, -1, -1, -1};
    counting(3).readInput(1, to, 2);
    assertThat(to).containsExactly(-1, -1, 10, 11, -1);
  }

  @Test
  void floatsWithFloatTargets() throws IOException {
    Dataset data =
        Dataset.of(new float[] {1, 2, 3, 4}, PAIR, new float[] {9, 8, 7, 6, 5, 4}, Shape.of(3));
    float[] to = new float[3];
    data.readTarget(1, to, 0);
    assertThat(to).containsExactly(6, 5, 4);
    assertThat(data.classes()).isEmpty();
    assertThat(data.targetShape()).isEqualTo(Shape.of(3));
  }

  @Test
  void bytesAreUnsignedAndDividedBy255Exactly() throws IOException {
    byte[] bytes = new byte[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    float[] values = input(Dataset.of(bytes, Shape.of(256), new int[1]), 0);
    for (int i = 0; i < 256; i++) {
      assertThat(values[i]).isEqualTo(i / 255f);
    }
    assertThat(input(Dataset.of(bytes, Shape.of(256), 1, new int[1]), 0)[200]).isEqualTo(200);
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(new float[5], PAIR, new int[2]))
        .withMessage("5 values are no whole number of samples of shape 2 (2 values each)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(new float[6], PAIR, new int[2]))
        .withMessage("3 inputs but 2 labels; expected one for each input");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(new float[6], PAIR, new float[2], Shape.of()))
        .withMessage("3 inputs but 2 targets; expected one for each input");
  }

  @Test
  void labelsOutOfRangeAreRefused() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(new float[4], PAIR, new int[] {0, -1}))
        .withMessage(
            "label -1 of sample 1 is out of range: labels are class indices from 0 to 16777215;"
                + " check the labels, or give the right number of classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(new float[2], PAIR, new int[] {1 << 24}));
    Dataset largest = Dataset.of(new float[2], PAIR, new int[] {(1 << 24) - 1});
    assertThat(target(largest, 0)).isEqualTo((1 << 24) - 1);
  }

  @Test
  void takeSubsetAndTheirViews() throws IOException {
    Dataset data = counting(10);
    assertThat(samplesOf(data.take(3))).containsExactly(0, 1, 2);
    assertThat(data.take(99).size()).isEqualTo(10);
    assertThat(data.take(0).size()).isZero();
    Dataset some = data.subset(7, 7, 2).subset(2, 0);
    assertThat(samplesOf(some)).containsExactly(2, 7);
    assertThat(target(some, 1)).isEqualTo(1);
    assertThat(some.classes()).hasValue(3);
    assertThatThrownBy(() -> data.subset(10)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> data.take(-1));
  }

  @Test
  void splitHoldsOutTheLastSamplesAsKerasDoes() {
    TrainTest parts = counting(10).split(0.25);
    // Keras: floor(10 * (1 - 0.25)) = 7
    assertThat(samplesOf(parts.train())).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(samplesOf(parts.test())).containsExactly(7, 8, 9);
    assertThat(parts.source()).isEqualTo("arrays in memory, the last 3 of 10 samples held out");
  }

  @Test
  void splitRefusesEmptyPartsAndBadFractions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counting(1).split(0.5))
        .withMessage("split(0.5) of 1 samples leaves 0 and 1; both parts need at least one sample");
    for (double fraction : new double[] {0, 1, -1, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> counting(10).split(fraction));
    }
  }

  @Test
  void shuffledIsAPermutationThatFollowsFromTheSeed() {
    Dataset data = counting(50);
    List<Integer> once = samplesOf(data.shuffled(1));
    assertThat(once).isEqualTo(samplesOf(data.shuffled(1)));
    assertThat(once).isNotEqualTo(samplesOf(data.shuffled(2)));
    assertThat(once).containsExactlyInAnyOrderElementsOf(samplesOf(data));
  }

  @Test
  void classNamesSurviveViews() {
    Dataset named = counting(6).withClassNames(List.of("a", "b", "c", "d"));
    assertThat(named.take(2).classNames()).containsExactly("a", "b", "c", "d");
    assertThat(named.take(2).classes()).hasValue(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counting(6).withClassNames(List.of("a", "b")))
        .withMessage(
            "2 class names for 3 classes of arrays in memory; expected one for each class");
  }

  @Test
  void trainAndTestMustHaveTheSameShapes() {
    Dataset other = Dataset.of(new float[3], Shape.of(3), new int[1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainTest(counting(3), other, "here"))
        .withMessageContaining("training samples are 2 with targets scalar, but test samples 3");
  }

  @Test
  void aDatasetOfOnesOwn() throws IOException {
    Dataset squares =
        new Dataset() {
          @Override
          public int size() {
            return 100;
          }

          @Override
          public Shape inputShape() {
            return Shape.of(1);
          }

          @Override
          public Shape targetShape() {
            return Shape.of();
          }

          @Override
          public void readInput(int index, float[] to, int offset) {
            to[offset] = index;
          }

          @Override
          public void readTarget(int index, float[] to, int offset) {
            to[offset] = index * index;
          }
        };
    assertThat(target(squares.split(0.1).test(), 9)).isEqualTo(99 * 99);
  }

  @Test
  void samplesHaveWeights() throws IOException {
    Dataset plain = counting(4);
    assertThat(plain.isWeighted()).isFalse();
    assertThat(plain.readWeight(3)).isEqualTo(1);
    float[] weights = {1, 0, 2.5f, 4};
    Dataset data = plain.withSampleWeights(weights);
    weights[0] = 9; // a copy was taken
    assertThat(data.isWeighted()).isTrue();
    assertThat(data.toString()).isEqualTo(plain.toString());
    assertThat(data.readWeight(0)).isEqualTo(1);
    assertThat(data.subset(3, 2).readWeight(0)).isEqualTo(4);
    assertThat(data.split(0.5).test().readWeight(0)).isEqualTo(2.5f);
    assertThat(data.split(0.5).test().isWeighted()).isTrue();
    assertThat(data.withClassNames(List.of("a", "b", "c")).readWeight(2)).isEqualTo(2.5f);
    assertThat(data.withSampleWeights(5, 6, 7, 8).readWeight(3)).isEqualTo(8);
    try (BatchReader reader = new BatchReader(data, 3)) {
      reader.start(new int[] {2, 0, 3});
      assertThat(reader.next().weights()).containsExactly(2.5f, 1, 4);
    }
    try (BatchReader reader = new BatchReader(plain, 3)) {
      reader.start();
      assertThat(reader.next().weights()).containsExactly(1, 1, 1);
    }
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counting(4).withSampleWeights(1, 2))
        .withMessage(
            "2 sample weights for 4 samples of arrays in memory; expected one for each sample");
    for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> counting(2).withSampleWeights(1, wrong))
          .withMessage("the sample weight " + wrong + " of sample 1; expected a number >= 0");
    }
  }
}
