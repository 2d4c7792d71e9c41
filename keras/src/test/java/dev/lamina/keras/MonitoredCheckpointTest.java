package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.callbacks.ModelCheckpoint;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkpoint asks for is looked up before training, and where it saves is made. */
class MonitoredCheckpointTest {
  private static final Dataset DATA =
      Dataset.of(new float[8], Shape.of(2), new float[4], Shape.of());

  @TempDir Path temporary;

  private static Sequential model() {
    Sequential model = new Sequential(new Input(2), new Dense(1));
    model.setEngine("reference");
    model.compile("sgd", "mse", "mae");
    return model;
  }

  private void refused(ModelCheckpoint checkpoint, String message) {
    try (Sequential model = model()) {
      assertThatThrownBy(
              () -> model.fit(DATA, Fit.epochs(1).validation(DATA).callbacks(checkpoint)))
          .isInstanceOf(LaminaException.class)
          .hasMessage(message);
      assertThat(model.steps()).isZero();
    }
  }

  private String path(String name) {
    return temporary.resolve(name).toString().replace('\\', '/');
  }

  @Test
  void aFigureThatIsNotReportedIsRefusedBeforeTraining() {
    refused(
        new ModelCheckpoint(path("best.keras")).monitor("val_mea").saveBestOnly(true),
        "ModelCheckpoint watches \"val_mea\", which is not reported; there are [loss, mae,"
            + " val_loss, val_mae]; did you mean \"val_mae\"?");
    refused(
        new ModelCheckpoint(path("best.keras")).saveBestOnly(true).saveFreq(1),
        "ModelCheckpoint saves within epochs, but \"val_loss\" is known after each epoch only;"
            + " leave out saveFreq, or watch one of [loss, mae]");
    String name = path("e{epoch}-{val_acc:.2f}.keras");
    refused(
        new ModelCheckpoint(name),
        "the file name \"%s\" asks for \"val_acc\", which is not reported; there are [epoch, loss, mae, val_loss, val_mae]"
            .formatted(name));
  }

  @Test
  void missingDirectoriesAreMade() throws IOException {
    try (Sequential model = model()) {
      model.save(temporary.resolve("a/b/model.keras"));
      model.saveWeights(temporary.resolve("c/d/model.weights.h5"));
      model.fit(
          DATA,
          Fit.epochs(1)
              .callbacks(
                  new ModelCheckpoint(path("e/f/{epoch}.keras")),
                  new ModelCheckpoint(path("e/{epoch}/w.weights.h5")).saveWeightsOnly(true)));
      for (String saved : List.of("a/b/model.keras", "e/f/1.keras")) {
        Model.load(temporary.resolve(saved)).close();
      }
      model.loadWeights(temporary.resolve("c/d/model.weights.h5"));
      model.loadWeights(temporary.resolve("e/1/w.weights.h5"));
    }
  }
}
