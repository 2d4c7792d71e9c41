package dev.lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.layers.arguments.Padding;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metrics;
import dev.lamina.optimizers.Optimizers;
import java.util.List;
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
        .hasMessage(
            "padding \"sane\" is unknown; did you mean \"same\"? Choose valid, same or causal");
  }

  @Test
  void namesNoneWhereNoneIsNear() {
    assertThatThrownBy(() -> PADDINGS.get("reflect"))
        .hasMessage("padding \"reflect\" is unknown; choose valid, same or causal");
  }

  @Test
  void anEmptyNameIsUnknownToo() {
    assertThatThrownBy(() -> PADDINGS.get(""))
        .hasMessage("padding \"\" is unknown; choose valid, same or causal");
  }

  @Test
  void aNameThatKerasGivesToSomethingElseIsNotTakenForMisspelled() {
    assertThatThrownBy(() -> Metrics.get("Sum"))
        .hasMessageStartingWith(
            "metric \"Sum\" is one of Keras's that Lamina does not have; choose accuracy, ");
    for (String metric : List.of("pearson_correlation", "ConcordanceCorrelation", "mean")) {
      assertThatThrownBy(() -> Metrics.get(metric)).hasMessageContaining("does not have; choose ");
    }
    for (String loss : List.of("ctc", "Circle")) {
      assertThatThrownBy(() -> Losses.get(loss)).hasMessageContaining("does not have; choose ");
    }
    for (String optimizer :
        List.of("schedule_free_adam_w", "ScheduleFreeAdamW", "schedulefreeadamw")) {
      assertThatThrownBy(() -> Optimizers.get(optimizer))
          .hasMessageContaining("does not have; choose ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "auc, ", // three letters are near to everything
    "val_acc, val_accuracy",
    "val_los, val_loss",
    "acuracy, accuracy",
    "precision, ",
    "accuracy_of_all, "
  })
  void theNearestIsTheOneThatIsProbablyMeant(String name, String expected) {
    assertThat(Choices.nearest(name, List.of("acc", "accuracy", "val_loss", "val_accuracy")))
        .isEqualTo(expected);
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
