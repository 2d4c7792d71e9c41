package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Shape;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static final Tensor TWO =
      Tensor.of(Shape.of(2, 2, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10);

  @Test
  void isReadByPlaceAndBySample() {
    assertThat(TWO.shape()).isEqualTo(Shape.of(2, 2, 3));
    assertThat(TWO.get(1, 0, 2)).isEqualTo(8);
    assertThat(TWO.sample(1)).isEqualTo(Tensor.of(Shape.of(2, 3), 6, 7, 8, 9, 11, 10));
    assertThat(TWO.sample(1).sample(0).get(1)).isEqualTo(7);
    assertThat(Tensor.of(Shape.scalar(), 5).get()).isEqualTo(5);
    assertThat(TWO.values()).hasSize(12);
  }

  @Test
  void theLargestIsTheFirstOfEquals() {
    assertThat(TWO.argMax()).isEqualTo(10);
    assertThat(Tensor.of(Shape.of(3), 1, 2, 2).argMax()).isEqualTo(1);
    assertThat(Tensor.of(Shape.of(2), Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY).argMax())
        .isZero();
    assertThatThrownBy(() -> Tensor.of(Shape.of(3), 1, Float.NaN, 2).argMax())
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "element 1 of 3 is NaN, so none is the largest; check the inputs and the model's"
                + " weights");
  }

  @Test
  void takesOtherShapesOfTheSameSize() {
    assertThat(TWO.reshape(3, 4).get(2, 3)).isEqualTo(10);
    assertThat(TWO.asBatch().shape()).isEqualTo(Shape.of(1, 2, 2, 3));
    assertThat(TWO.asBatch().sample(0)).isEqualTo(TWO);
    assertThatThrownBy(() -> TWO.reshape(5, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("received 12 values, expected 10 for the shape 5x2");
  }

  @Test
  void placesThatAreNotThereAreRefused() {
    assertThatThrownBy(() -> Tensor.of(Shape.of(28, 28, 1), new float[783]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("received 783 values, expected 784 for the shape 28x28x1");
    for (int[] place : new int[][] {{0, 0}, {0, 0, 3}, {0, -1, 0}, {0, 0, 0, 0}}) {
      assertThatThrownBy(() -> TWO.get(place))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("in a tensor of shape 2x2x3");
    }
    for (int sample : new int[] {-1, 2}) {
      assertThatThrownBy(() -> TWO.sample(sample))
          .hasMessage("there is no sample " + sample + " in a tensor of shape 2x2x3");
    }
    assertThatThrownBy(() -> Tensor.of(Shape.scalar(), 1).sample(0))
        .hasMessage("there is no sample 0 in a tensor of shape scalar");
  }

  @Test
  void printsItsShapeAndTheFirstNumbers() {
    assertThat(Tensor.of(Shape.of(2), 0.5f, -1e-6f)).hasToString("2 [0.50000, -1.0000e-06]");
    assertThat(TWO.toString()).startsWith("2x2x3 [0.0000, 1.0000, ").endsWith("7.0000, ...]");
  }

  @Test
  void equalsByShapeAndNumbers() {
    assertThat(TWO.reshape(12)).isNotEqualTo(TWO);
    assertThat(TWO.reshape(12).reshape(2, 2, 3)).isEqualTo(TWO).hasSameHashCodeAs(TWO);
    assertThat(Tensor.of(Shape.of(1), 1)).isNotEqualTo(Tensor.of(Shape.of(1), 2));
  }
}
