package dev.lamina.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Window;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.regularization.Dropout;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerWeightsTest {
  @Test
  void convolution() {
    assertThat(LayerProbe.inference(new Conv2D(32, 3, 5), 2, 9, 9, 4).asked())
        .containsExactly("weight kernel 3x5x4x32 GlorotUniform", "weight bias 32 Zeros");
    assertThat(
            LayerProbe.inference(
                    new Conv2D(6, 1)
                        .groups(2)
                        .kernelInitializer("he_normal")
                        .biasInitializer("ones"),
                    2,
                    9,
                    9,
                    4)
                .asked())
        .containsExactly("weight kernel 1x1x2x6 HeNormal", "weight bias 6 Ones");
    assertThat(LayerProbe.inference(new Conv2D(6, 1).useBias(false), 2, 9, 9, 4).asked())
        .containsExactly("weight kernel 1x1x4x6 GlorotUniform");
  }

  @Test
  void dense() {
    assertThat(LayerProbe.inference(new Dense(10), 2, 3, 7).asked())
        .containsExactly("weight kernel 7x10 GlorotUniform", "weight bias 10 Zeros");
    assertThat(LayerProbe.inference(new Dense(10).useBias(false), 2, 7).asked())
        .containsExactly("weight kernel 7x10 GlorotUniform");
  }

  @Test
  void batchNormalizationInTraining() {
    LayerProbe probe = LayerProbe.training(new BatchNormalization().momentum(0.9), 2, 5, 5, 3);
    assertThat(probe.asked())
        .containsExactly(
            "weight gamma 3 Ones",
            "weight beta 3 Zeros",
            "state moving_mean 3 Zeros",
            "state moving_variance 3 Ones",
            "update moving_mean",
            "update moving_variance");
    assertThat(probe.ops())
        .containsExactly(
            new BatchNormTraining(1e-3, true, true),
            new MovingAverage(0.9),
            new MovingAverage(0.9));
  }

  @Test
  void batchNormalizationWithoutScaleOrCenter() {
    assertThat(LayerProbe.training(new BatchNormalization().scale(false), 2, 3).asked())
        .startsWith("weight beta 3 Zeros", "state moving_mean 3 Zeros");
    assertThat(LayerProbe.training(new BatchNormalization().center(false), 2, 3).asked())
        .startsWith("weight gamma 3 Ones", "state moving_mean 3 Zeros");
  }

  @Test
  void batchNormalizationOutsideTrainingUpdatesNothing() {
    List<LayerProbe> probes =
        List.of(
            LayerProbe.inference(new BatchNormalization(), 2, 5, 5, 3),
            LayerProbe.training(new BatchNormalization().trainable(false), 2, 5, 5, 3));
    for (LayerProbe probe : probes) {
      assertThat(probe.asked())
          .containsExactly(
              "weight gamma 3 Ones",
              "weight beta 3 Zeros",
              "state moving_mean 3 Zeros",
              "state moving_variance 3 Ones");
      assertThat(probe.ops()).containsExactly(new BatchNormInference(1e-3, true, true));
    }
  }

  @Test
  void batchNormalizationAlongAnotherAxis() {
    LayerProbe probe = LayerProbe.inference(new BatchNormalization().axis(1), 2, 5, 7, 3);
    assertThat(probe.asked()).startsWith("weight gamma 5 Ones");
    assertThat(probe.ops())
        .containsExactly(
            new Transpose(List.of(0, 2, 3, 1)),
            new BatchNormInference(1e-3, true, true),
            new Transpose(List.of(0, 3, 1, 2)));
  }

  @Test
  void dropoutTakesItsOwnSeedOrTheModels() {
    assertThat(LayerProbe.training(new Dropout(0.25), 2, 3).ops())
        .containsExactly(new ElementDropout(0.25, LayerProbe.SEED));
    assertThat(LayerProbe.training(new Dropout(0.25).seed(3), 2, 3).ops())
        .containsExactly(new ElementDropout(0.25, 3));
    assertThat(LayerProbe.inference(new Dropout(0.25), 2, 3).ops()).isEmpty();
    assertThat(LayerProbe.training(new Dropout(0), 2, 3).ops()).isEmpty();
  }

  @Test
  void evenKernelsPadMoreAtTheBottomAndRight() {
    assertThat(LayerProbe.inference(new Conv2D(1, 2, 4).padding("same"), 1, 6, 6, 1).ops())
        .containsExactly(Convolution.of(new Window(2, 4, 1, 1, 1, 1, 0, 1, 1, 2), 1));
  }
}
