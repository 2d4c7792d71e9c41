package dev.lamina.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.callbacks.EarlyStopping.Mode;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import dev.lamina.optimizers.SGD;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks about the learning rate and logs; the expected numbers are those of Keras 3.15.1. */
class RateCallbacksTest {
  private static final double[] FIGURES = {
    1.0, 0.8, 0.8, 0.79995, 0.81, 0.7, 0.7, 0.7, 0.7, 0.7, 0.69, 0.7, 0.7, 0.7, 0.7
  };

  private final Sequential model = new Sequential(new Input(2), new Dense(1));
  private int epoch = 1;
  private int step;
  @TempDir private Path directory;

  RateCallbacksTest() {
    model.setEngine("reference");
    model.compile(new SGD(0.1), "mse");
  }

  @AfterEach
  void close() {
    model.close();
  }

  /** As far as these callbacks ask. */
  private Training training() {
    return (Training)
        Proxy.newProxyInstance(
            Training.class.getClassLoader(),
            new Class<?>[] {Training.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "model" -> model;
                  case "epoch" -> epoch;
                  case "step" -> step;
                  case "figureNames" -> List.of("loss", "val_loss");
                  default -> throw new AssertionError(method);
                });
  }

  private static History.Epoch epoch(int number, Map<String, Double> figures) {
    return new History.Epoch(number, 1, 3, figures);
  }

  private List<Float> rates(ReduceLROnPlateau callback) {
    callback.onTrainBegin(training());
    List<Float> rates = new ArrayList<>();
    for (int i = 0; i < FIGURES.length; i++) {
      callback.onEpochEnd(training(), epoch(i + 1, Map.of("val_loss", FIGURES[i])));
      rates.add((float) model.learningRate());
    }
    return rates;
  }

  @Test
  void aPlateauHalvesTheRate() {
    assertThat(rates(new ReduceLROnPlateau().factor(0.5).patience(2)))
        .containsExactly(
            0.1f, 0.1f, 0.1f, 0.05f, 0.05f, 0.05f, 0.05f, 0.025f, 0.025f, 0.0125f, 0.0125f, 0.0125f,
            0.00625f, 0.00625f, 0.003125f);
  }

  @Test
  void afterAChangeItCoolsDown() {
    assertThat(rates(new ReduceLROnPlateau("val_loss").factor(0.5).patience(1).cooldown(2)))
        .containsExactly(
            0.1f,
            0.1f,
            0.05f,
            0.05f,
            0.025f,
            0.025f,
            0.0125f,
            0.0125f,
            0.00625f,
            0.00625f,
            0.00625f,
            0.003125f,
            0.003125f,
            0.0015625f,
            0.0015625f);
  }

  @Test
  void theRateHasALeast() {
    assertThat(rates(new ReduceLROnPlateau().patience(1).minLr(0.005)))
        .startsWith(0.1f, 0.1f, 0.01f, 0.005f, 0.005f)
        .endsWith(0.005f);
  }

  @Test
  void largerMayBeBetter() {
    assertThat(rates(new ReduceLROnPlateau().mode(Mode.MAX).factor(0.5).patience(3)))
        .containsExactly(
            0.1f, 0.1f, 0.1f, 0.05f, 0.05f, 0.05f, 0.025f, 0.025f, 0.025f, 0.0125f, 0.0125f,
            0.0125f, 0.00625f, 0.00625f, 0.00625f);
  }

  @Test
  void aSmallChangeIsNone() {
    assertThat(rates(new ReduceLROnPlateau().factor(0.5).patience(0).minDelta(0.05)))
        .containsExactly(
            0.1f,
            0.1f,
            0.05f,
            0.025f,
            0.0125f,
            0.0125f,
            0.00625f,
            0.003125f,
            0.0015625f,
            0.00078125f,
            0.000390625f,
            0.0001953125f,
            9.765625e-05f,
            4.8828126e-05f,
            2.4414063e-05f);
  }

  @Test
  void aPlateauIsRemembered() {
    ReduceLROnPlateau whole = new ReduceLROnPlateau().factor(0.5).patience(2);
    List<Float> expected = rates(whole);
    model.setLearningRate(0.1f);
    ReduceLROnPlateau first = new ReduceLROnPlateau().factor(0.5).patience(2);
    first.onTrainBegin(training());
    List<Float> received = new ArrayList<>();
    for (int i = 0; i < FIGURES.length; i++) {
      first.onEpochEnd(training(), epoch(i + 1, Map.of("val_loss", FIGURES[i])));
      received.add((float) model.learningRate());
      Checkpoint.Builder state = new Checkpoint.Builder();
      first.saveState(state);
      first = new ReduceLROnPlateau().factor(0.5).patience(2);
      first.onTrainBegin(training());
      first.restoreState(state.build());
    }
    assertThat(received).isEqualTo(expected);
    Checkpoint.Builder state = new Checkpoint.Builder();
    first.saveState(state);
    assertThatThrownBy(() -> new ReduceLROnPlateau("loss").restoreState(state.build()))
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "ReduceLROnPlateau watches \"loss\", in the checkpoint \"val_loss\"; watch the same"
                + " figure");
  }

  @Test
  void whatIsNotReportedIsRefused() {
    assertThatThrownBy(() -> new ReduceLROnPlateau("val_los").onTrainBegin(training()))
        .hasMessageContaining("ReduceLROnPlateau watches \"val_los\"")
        .hasMessageContaining("did you mean \"val_loss\"?");
    assertThatThrownBy(() -> new ReduceLROnPlateau().factor(1))
        .hasMessage("factor must be above 0 and below 1, received 1.0");
    assertThatThrownBy(() -> new ReduceLROnPlateau().patience(-1))
        .hasMessageContaining("patience must be a number >= 0");
  }

  @Test
  void aScheduleSetsTheRateOfEachEpoch() {
    var text = new ByteArrayOutputStream();
    var callback =
        new LearningRateScheduler((epoch, rate) -> epoch == 0 ? rate : rate / (1 + epoch))
            .verbose(true)
            .out(new PrintStream(text, true, StandardCharsets.UTF_8));
    callback.onEpochBegin(training());
    assertThat((float) model.learningRate()).isEqualTo(0.1f);
    epoch = 2;
    callback.onEpochBegin(training());
    assertThat((float) model.learningRate()).isEqualTo(0.05f);
    step = 1; // goes on in the middle of an epoch
    callback.onEpochBegin(training());
    assertThat((float) model.learningRate()).isEqualTo(0.05f);
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("Epoch 2: LearningRateScheduler setting learning rate to 0.05");
  }

  @Test
  void aScheduleThatGivesNoRateIsRefused() {
    assertThatThrownBy(
            () -> new LearningRateScheduler((epoch, rate) -> -1).onEpochBegin(training()))
        .hasMessage("the learning rate must be a number >= 0, received -1.0");
  }

  @Test
  void logsAreThoseOfKeras() throws IOException {
    Path file = directory.resolve("log.csv");
    Files.writeString(file, "something older");
    CSVLogger logger = new CSVLogger(file).separator(";");
    logger.onTrainBegin(training());
    logger.onEpochEnd(training(), epoch(1, Map.of("loss", 0.5, "accuracy", 1.0)));
    logger.onEpochEnd(training(), epoch(2, Map.of("loss", 1e-5, "accuracy", 0.25)));
    logger.onEpochEnd(training(), epoch(3, Map.of("loss", 123456789.125, "accuracy", 2e16)));
    String three =
        "epoch;accuracy;loss;val_accuracy;val_loss\r\n0;1.0;0.5;NA;NA\r\n1;0.25;1e-05;NA;NA\r\n"
            + "2;2e+16;123456789.125;NA;NA\r\n";
    assertThat(file).hasContent(three);

    CSVLogger appending = new CSVLogger(file).separator(";").append(true);
    appending.onTrainBegin(training());
    appending.onEpochEnd(
        training(), epoch(1, Map.of("loss", 0.25, "accuracy", 0.0, "val_loss", 1.0)));
    assertThat(Files.readString(file)).isEqualTo(three + "0;0.0;0.25;1.0\r\n");
  }

  @Test
  void linesBehindACheckpointAreCutOff() throws IOException {
    Path file = directory.resolve("log.csv");
    CSVLogger logger = new CSVLogger(file);
    logger.onTrainBegin(training());
    logger.onEpochEnd(training(), epoch(1, Map.of("loss", 0.5, "val_loss", 0.75)));
    Checkpoint.Builder state = new Checkpoint.Builder();
    logger.saveState(state);
    logger.onEpochEnd(training(), epoch(2, Map.of("loss", 9.0, "val_loss", 9.0)));

    CSVLogger again = new CSVLogger(file);
    again.onTrainBegin(training());
    again.restoreState(state.build());
    again.onEpochEnd(training(), epoch(2, Map.of("loss", 0.25, "val_loss", 0.5)));
    assertThat(Files.readString(file))
        .isEqualTo("epoch,loss,val_loss\r\n0,0.5,0.75\r\n1,0.25,0.5\r\n");
    assertThatThrownBy(() -> new CSVLogger(file).separator(", "))
        .hasMessage("separator must be one character, received \", \"");
  }

  @Test
  void lambdasAreCalled() throws IOException {
    List<String> told = new ArrayList<>();
    Callback callback =
        new LambdaCallback()
            .onTrainBegin(training -> told.add("begin"))
            .onEpochBegin(training -> told.add("epoch " + training.epoch()))
            .onBatchEnd(training -> told.add("batch"))
            .onEpochEnd((training, epoch) -> told.add("end " + epoch.number()))
            .onTrainEnd(training -> told.add("done"));
    callback.onTrainBegin(training());
    callback.onEpochBegin(training());
    callback.onBatchEnd(training());
    callback.onEpochEnd(training(), epoch(1, Map.of("loss", 0.5)));
    callback.onTrainEnd(training());
    assertThat(told).containsExactly("begin", "epoch 1", "batch", "end 1", "done");
  }
}
