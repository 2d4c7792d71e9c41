package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.layers.Input;
import dev.lamina.layers.activation.ReLU;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers and functions as activations, in files of Keras. */
class ActivationObjectsTest {
  private static final int SAMPLES = 3;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu6",
        "relu_default",
        "relu_all",
        "leaky_relu",
        "elu",
        "softmax",
        "activation",
        "in_activation",
        "in_dense",
        "glu",
        "sparsemax",
        "squareplus",
        "tanh_shrink"
      })
  void predictsAsKeras(String name) throws IOException {
    compare(name, 1e-6f);
  }

  /** Rounded to bfloat16 after each op, so the same bits but where a sum is rounded otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mixed_relu_threshold",
        "mixed_relu_all",
        "mixed_relu_in_float32",
        "float32_elu_in_mixed",
        "mixed_rescaling",
        "mixed_hard_shrink",
        "mixed_soft_shrink",
        "mixed_sparse_plus",
        "mixed_log_sigmoid",
        "mixed_celu",
        "mixed_hard_tanh"
      })
  void predictsAsKerasInMixedPrecision(String name) throws IOException {
    compare(name, 0.02f);
  }

  private void compare(String name, float tolerance) throws IOException {
    float[] x = Fixtures.floats("activations/" + name + "-x.bin");
    float[] expected = Fixtures.floats("activations/" + name + "-y.bin");
    Path file = directory.resolve("it.keras");
    Files.write(file, Fixtures.bytes("activations/" + name + ".keras"));
    Path copy = directory.resolve("copy.keras");
    // With -Dlamina.kept=DIR what Lamina writes stays there, for Keras to load.
    String kept = System.getProperty("lamina.kept");
    if (kept != null) {
      copy = Path.of(kept).resolve(name + ".keras");
    }
    try (Model model = Model.load(file, Fixtures.REFERENCE)) {
      float[] y = model.predict(x, SAMPLES);
      assertThat(y).containsExactly(expected, within(tolerance));
      model.save(copy);
      try (Model again = Model.load(copy, Fixtures.REFERENCE)) {
        assertThat(again.predict(x, SAMPLES)).isEqualTo(y);
      }
    }
  }

  @Test
  void aLayerIsAnActivation() throws IOException {
    Path file = directory.resolve("mine.keras");
    ReLU relu6 = new ReLU().maxValue(6);
    try (var model =
        new Sequential(new Input(4, 4, 1), new Conv2D(2, 3).activation(relu6), new Flatten())) {
      model.setEngine("reference");
      model.save(file);
      try (var again = (Sequential) Model.load(file, Fixtures.REFERENCE)) {
        Object activation = again.layers().get(0).config().get("activation");
        assertThat(activation)
            .isInstanceOfSatisfying(
                Config.class, config -> assertThat(config.get("max_value")).isEqualTo(6.0));
      }
    }
  }

  @Test
  void aLayerThatIsNoneIsRefused() {
    Config dense = Config.of("Dense").with("units", 3).with("activation", Config.of("Flatten"));
    assertThatThrownBy(
            () ->
                dev.lamina.layers.registry.Layers.from(
                    new dev.lamina.config.ConfigReader(
                        dense, dev.lamina.config.CustomObjects.none())))
        .isInstanceOf(LaminaException.class)
        .hasMessage("activation of class Flatten is not supported");
  }
}
