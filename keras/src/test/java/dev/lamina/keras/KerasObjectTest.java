package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.layers.registry.Layers;
import org.junit.jupiter.api.Test;

class KerasObjectTest {
  @Test
  void readsWhatKerasSerializes() {
    Config config =
        KerasObject.read(
            """
            {"module": "keras.layers", "class_name": "Dense", "registered_name": null,
             "config": {"name": "head", "units": 3, "kernel_regularizer": null,
               "bias_initializer": {"class_name": "Constant", "config": {"value": 0.5}}},
             "build_config": {"input_shape": [null, 4]}}
            """);
    assertThat(config.className()).isEqualTo("Dense");
    assertThat(config.arguments().keySet())
        .containsExactly("name", "units", "kernel_regularizer", "bias_initializer");
    assertThat(config.get("bias_initializer")).isEqualTo(Config.of("Constant").with("value", 0.5));
    assertThat(Layers.from(new ConfigReader(config, CustomObjects.none())).name())
        .isEqualTo("head");
  }

  @Test
  void refusesWhatIsNoSerializedObject() {
    assertThatThrownBy(() -> KerasObject.read("[1]"))
        .isInstanceOf(LaminaException.class)
        .hasMessage("the serialized object must be one JSON object");
    assertThatThrownBy(() -> KerasObject.read("{}"))
        .isInstanceOf(LaminaException.class)
        .hasMessage("the serialized object has no class_name");
    assertThatThrownBy(() -> KerasObject.read("{\"class_name\": \"Dense\"}"))
        .isInstanceOf(LaminaException.class)
        .hasMessage("the config of Dense must be a JSON object");
    assertThatThrownBy(() -> KerasObject.read("{\"class_name\": "))
        .isInstanceOf(LaminaException.class)
        .hasMessageStartingWith("the serialized object is damaged: ");
  }
}
