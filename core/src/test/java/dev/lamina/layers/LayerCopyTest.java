package dev.lamina.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Shape;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.pooling.MaxPooling2D;
import dev.lamina.layers.regularization.Dropout;
import org.junit.jupiter.api.Test;

class LayerCopyTest {
  @Test
  void withersChangeACopy() {
    Conv2D layer = new Conv2D(8, 3);
    Conv2D copy = layer.named("edges").trainable(false).inputShape(28, 28, 1).kernelSize(5, 3);
    assertThat(layer.name()).isNull();
    assertThat(layer.isTrainable()).isTrue();
    assertThat(layer.inputShape()).isNull();
    assertThat(layer.config()).isEqualTo(new Conv2D(8, 3).config());
    assertThat(copy.name()).isEqualTo("edges");
    assertThat(copy.isTrainable()).isFalse();
    assertThat(copy.inputShape()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(copy.config().get("kernel_size")).hasToString("[5, 3]");
  }

  @Test
  void inputStatesItsShape() {
    assertThat(new Input(28, 28, 1).inputShape()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(new Input(Shape.of(4)).inputShape()).isEqualTo(Shape.of(4));
  }

  @Test
  void theLongNameOfMaxPoolingIsTheSameLayer() {
    assertThat(new MaxPooling2D(3).strides(2)).isInstanceOf(MaxPool2D.class);
    assertThat(new MaxPooling2D(3).strides(2).config())
        .isEqualTo(new MaxPool2D(3).strides(2).config());
  }

  @Test
  void poolingStridesFollowThePoolSizeUnlessSet() {
    assertThat(new MaxPool2D(2).poolSize(3).config().get("strides")).hasToString("[3, 3]");
    assertThat(new MaxPool2D(2).strides(1).poolSize(3, 2).config().get("strides"))
        .hasToString("[1, 1]");
  }

  @Test
  void layersSayWhatTheyAreFor() {
    assertThat(new Conv2D(32, 3).purpose())
        .isEqualTo("Looks for 32 learned patterns of 3x3 pixels everywhere in the image.");
    assertThat(new Dropout(0.125).purpose()).startsWith("Drops 12.5% of the values at random");
    assertThat(new Dropout(0.25).purpose()).startsWith("Drops 25% of the values at random");
  }
}
