package dev.lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.layers.Padding;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoicesTest {
  private static final Choices<Padding> PADDINGS = Choices.of("padding", Padding.class);
  private static final Choices<Integer> NUMBERS =
      Choices.of("number", Map.of("forty_two", 42)).withAliases(Map.of("answer", "forty_two"));

  @Test
  void namesTheNearestAndAll() {
    assertThatThrownBy(() -> PADDINGS.get("sane"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("padding \"sane\" is unknown; did you mean \"same\"? Choose valid or same");
  }

  @Test
  void namesNoneWhereNoneIsNear() {
    assertThatThrownBy(() -> PADDINGS.get("reflect"))
        .hasMessage("padding \"reflect\" is unknown; choose valid or same");
  }

  @Test
  void anEmptyNameIsUnknownToo() {
    assertThatThrownBy(() -> PADDINGS.get(""))
        .hasMessage("padding \"\" is unknown; choose valid or same");
  }

  @ParameterizedTest
  @CsvSource({"forty_two", "FORTY_TWO", "FortyTwo", "answer", "Answer"})
  void acceptsCaseClassNamesAndAliases(String name) {
    assertThat(NUMBERS.get(name)).isEqualTo(42);
  }

  @Test
  void suggestsAliasesButListsOnlyNames() {
    assertThatThrownBy(() -> NUMBERS.get("anwser"))
        .hasMessage("number \"anwser\" is unknown; did you mean \"answer\"? Choose forty_two");
  }

  @ParameterizedTest
  @CsvSource({
    "BatchNormalization, batch_normalization",
    "Conv2D, conv2d",
    "MaxPooling2D, max_pooling2d",
    "ReLU, re_lu",
    "RMSprop, rm_sprop",
    "AdamW, adam_w",
    "SGD, sgd",
    "InputLayer, input_layer"
  })
  void snakeCaseIsThatOfKeras(String className, String name) {
    assertThat(Names.snakeCase(className)).isEqualTo(name);
  }
}
