package dev.lamina.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A figure that will not be reported is refused before any step is done. */
class MonitorTest {
  private static final Dataset DATA =
      Dataset.of(new float[8], Shape.of(2), new float[4], Shape.of());

  private static void refused(Callback callback, Fit fit, String message) {
    try (Sequential model = new Sequential(new Input(2), new Dense(1))) {
      model.setEngine("reference");
      model.compile(new dev.lamina.optimizers.SGD(0.1), "mse", List.of("mae"), List.of("mae"));
      assertThatThrownBy(() -> model.fit(DATA, fit.callbacks(callback)))
          .isInstanceOf(LaminaException.class)
          .hasMessage(message);
      assertThat(model.steps()).isZero();
    }
  }

  private static Fit validated() {
    return Fit.epochs(1).validation(DATA);
  }

  @Test
  void earlyStopping() {
    refused(
        new EarlyStopping("val_acc"),
        validated(),
        "EarlyStopping watches \"val_acc\", which is not reported; there are [loss, mae,"
            + " weighted_mae, val_loss, val_mae, val_weighted_mae]; watch one of these, or compile"
            + " the model with the metric");
    refused(
        new EarlyStopping("val_los"),
        validated(),
        "EarlyStopping watches \"val_los\", which is not reported; there are [loss, mae,"
            + " weighted_mae, val_loss, val_mae, val_weighted_mae]; did you mean \"val_loss\"?");
    refused(
        new EarlyStopping(),
        Fit.epochs(1),
        "EarlyStopping watches \"val_loss\", which is not reported; there are [loss, mae,"
            + " weighted_mae]; give fit validation data");
  }
}
