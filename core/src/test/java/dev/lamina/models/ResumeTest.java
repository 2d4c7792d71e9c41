package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.callbacks.CSVLogger;
import dev.lamina.callbacks.EarlyStopping;
import dev.lamina.callbacks.LearningRateScheduler;
import dev.lamina.callbacks.ReduceLROnPlateau;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.checkpoints.CheckpointException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.Nadam;
import dev.lamina.optimizers.SGD;
import dev.lamina.schedules.ExponentialDecay;
import dev.lamina.schedules.LearningRateSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that was interrupted and goes on ends with the same bits as one that was not. */
class ResumeTest {
  private static final int STEPS_PER_EPOCH = 3; // of 8, 8 and 6 samples
  private static final int EPOCHS = 3;
  private static final Dataset TRAIN = data(22, 1);
  private static final Dataset TEST = data(9, 2);

  @TempDir private Path temporary;

  private static Dataset data(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] images = new float[count * 16];
    int[] labels = new int[count];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    for (int i = 0; i < count; i++) {
      labels[i] = i == 0 ? 2 : random.nextInt(3);
    }
    return Dataset.of(images, Shape.of(4, 4, 1), labels);
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Input(4, 4, 1),
            new Conv2D(2, 3).padding("same").activation("relu"),
            new BatchNormalization(),
            new Dropout(0.3),
            new Flatten(),
            new Dense(3).activation("softmax"));
    model.setEngine("reference");
    return model;
  }

  private static Sequential compiled() {
    Sequential model = model();
    model.setSeed(5);
    model.compile(
        new Adam(1e-2),
        "sparse_categorical_crossentropy",
        List.of("accuracy"),
        List.of("accuracy"));
    return model;
  }

  private static Fit fit() {
    return Fit.epochs(EPOCHS)
        .batchSize(8)
        .validation(TEST)
        .classWeights(Map.of(0, 2.0, 2, 0.5))
        .callbacks(new Decay());
  }

  /** Changes the learning rate within epochs and after them; forgets nothing, needs no state. */
  private static final class Decay implements Callback {
    @Override
    public void onTrainBegin(Training training) {
      training.model().setLearningRate(0.01);
    }

    @Override
    public void onEpochBegin(Training training) {
      training.model().setLearningRate(0.01 / training.epoch());
    }

    @Override
    public void onBatchEnd(Training training) {
      training.model().setLearningRate(training.model().learningRate() * 0.9);
    }
  }

  /** Ends training at the safe point after so many steps, or after so many epochs. */
  private static final class Crash implements Callback {
    private final int steps;
    private final int epochs;
    private int stepsSeen;
    private int epochsSeen;

    Crash(int steps, int epochs) {
      this.steps = steps;
      this.epochs = epochs;
    }

    @Override
    public void onBatchEnd(Training training) {
      stepsSeen++;
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
      epochsSeen++;
    }

    @Override
    public void onSafePoint(Training training) {
      if (stepsSeen == steps || epochsSeen == epochs) {
        throw new IllegalStateException("crash");
      }
    }
  }

  /** All that training leaves, with floats as bits. */
  private record Result(
      Map<String, List<Integer>> weights,
      Map<String, List<Integer>> slots,
      long steps,
      double rate,
      List<Map<String, Double>> history) {
    static Result of(Model model, History history) {
      TrainingState state = model.trainingState();
      return new Result(
          bits(model.weights()),
          bits(state.slots()),
          state.steps(),
          state.learningRate(),
          history.epochs().stream().map(History.Epoch::figures).toList());
    }

    private static Map<String, List<Integer>> bits(Map<String, float[]> arrays) {
      Map<String, List<Integer>> bits = new TreeMap<>();
      arrays.forEach(
          (name, values) -> {
            List<Integer> list = new ArrayList<>();
            for (float value : values) {
              list.add(Float.floatToRawIntBits(value));
            }
            bits.put(name, list);
          });
      return bits;
    }
  }

  private static Result train(Sequential model, Fit fit) throws IOException {
    try (model) {
      History history = model.fit(TRAIN, fit);
      return Result.of(model, history);
    }
  }

  private static void crash(Sequential model, Fit fit) {
    assertThatThrownBy(() -> train(model, fit)).hasMessage("crash");
  }

  private List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void goesOnFromEveryStep() throws IOException {
    Result uninterrupted = train(compiled(), fit());
    assertThat(uninterrupted.history).hasSize(EPOCHS);
    for (int step = 1; step <= EPOCHS * STEPS_PER_EPOCH; step++) {
      Path directory = temporary.resolve("at" + step);
      BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1);
      crash(compiled(), fit().callbacks(backup, new Crash(step, -1)));
      assertThat(names(directory)).hasSize(Math.min(step, 2));
      Result resumed = train(compiled(), fit().callbacks(backup));
      assertThat(backup.resumedFrom()).hasFileName("step-00000000%d.checkpoint".formatted(step));
      assertThat(resumed).as("after step %d", step).isEqualTo(uninterrupted);
      assertThat(directory).as("deleted when complete").doesNotExist();
    }
  }

  /** Averages, collected gradients and the place in a schedule are part of the state. */
  @Test
  void optionsOfTheOptimizerGoOnToo() throws IOException {
    Fit fit = Fit.epochs(EPOCHS).batchSize(8);
    Result uninterrupted = train(withOptions(), fit);
    assertThat(uninterrupted.rate).isEqualTo(SCHEDULE.at(EPOCHS * STEPS_PER_EPOCH));
    assertThat(uninterrupted.slots)
        .containsKeys("dense/kernel/average", "dense/kernel/gradient_accumulator");
    assertThat(uninterrupted.weights.get("dense/kernel"))
        .as("fit ends with the averages")
        .isEqualTo(uninterrupted.slots.get("dense/kernel/average"));
    for (int step = 1; step < EPOCHS * STEPS_PER_EPOCH; step++) {
      BackupAndRestore backup = new BackupAndRestore(temporary.resolve("o" + step)).saveFreq(1);
      crash(withOptions(), fit.callbacks(backup, new Crash(step, -1)));
      assertThat(train(withOptions(), fit.callbacks(backup)))
          .as("after step %d", step)
          .isEqualTo(uninterrupted);
    }
  }

  private static final LearningRateSchedule SCHEDULE = new ExponentialDecay(0.05, 2, 0.8);

  private static Sequential withOptions() {
    Sequential model = model();
    model.setSeed(5);
    model.compile(
        new Nadam(SCHEDULE)
            .useEma(true)
            .emaMomentum(0.6)
            .emaOverwriteFrequency(3)
            .gradientAccumulationSteps(2),
        "sparse_categorical_crossentropy");
    return model;
  }

  @Test
  void aScheduledRateCannotBeSet() {
    try (Sequential model = withOptions()) {
      assertThat(model.learningRate()).isEqualTo(SCHEDULE.at(0));
      assertThatThrownBy(() -> model.setLearningRate(0.1))
          .isInstanceOf(LaminaException.class)
          .hasMessageContaining("the learning rate follows the schedule ExponentialDecay(")
          .hasMessageContaining("compile with a number as learning rate to set it");
    }
  }

  @Test
  void goesOnFromEveryEpochAndThroughManyCrashes() throws IOException {
    Result uninterrupted = train(compiled(), fit());
    Path directory = temporary.resolve("epochs");
    BackupAndRestore backup = new BackupAndRestore(directory);
    for (int epoch = 1; epoch < EPOCHS; epoch++) {
      crash(compiled(), fit().callbacks(backup, new Crash(-1, 1)));
      assertThat(names(directory)).contains("step-00000000%d.checkpoint".formatted(3 * epoch));
    }
    assertThat(train(compiled(), fit().callbacks(backup))).isEqualTo(uninterrupted);
  }

  @Test
  void savesEverySoManySteps() throws IOException {
    Path directory = temporary.resolve("some");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(4);
    crash(compiled(), fit().callbacks(backup, new Crash(7, -1)));
    assertThat(names(directory)).containsExactly("step-000000004.checkpoint");
    assertThat(train(compiled(), fit().callbacks(backup))).isEqualTo(train(compiled(), fit()));
  }

  @Test
  void withoutAGivenSeedTheCheckpointsIsTaken() throws IOException {
    Path directory = temporary.resolve("unseeded");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1).deleteCheckpoint(false);
    Sequential first = model();
    first.compile("adam", "sparse_categorical_crossentropy");
    long seed = first.seed();
    Result whole = train(first, Fit.epochs(2).batchSize(8).callbacks(backup));
    Sequential second = model();
    second.compile("adam", "sparse_categorical_crossentropy");
    Sequential third = model();
    third.compile("adam", "sparse_categorical_crossentropy");
    second.setSeed(seed);
    Path other = temporary.resolve("again");
    BackupAndRestore again = new BackupAndRestore(other).saveFreq(1);
    crash(second, Fit.epochs(2).batchSize(8).callbacks(again, new Crash(4, -1)));
    assertThat(third.seed()).isNotEqualTo(seed);
    List<Long> seeds = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onTrainEnd(Training training) {
            seeds.add(training.model().seed());
          }
        };
    assertThat(train(third, Fit.epochs(2).batchSize(8).callbacks(again, recorder)))
        .isEqualTo(whole);
    assertThat(seeds).containsExactly(seed);
  }

  @Test
  void aFinishedTrainingIsNotRepeatedAndCanBeMadeLonger() throws IOException {
    Path directory = temporary.resolve("longer");
    BackupAndRestore backup = new BackupAndRestore(directory).deleteCheckpoint(false).saveFreq(2);
    Fit two = Fit.epochs(2).batchSize(8);
    Result short1 = train(compiled(), two.callbacks(backup));
    assertThat(names(directory))
        .containsExactly("step-000000004.checkpoint", "step-000000006.checkpoint");
    assertThat(train(compiled(), two.callbacks(backup))).isEqualTo(short1);
    Fit four = Fit.epochs(4).batchSize(8);
    assertThat(train(compiled(), four.callbacks(backup))).isEqualTo(train(compiled(), four));
    assertThatThrownBy(() -> train(compiled(), two.callbacks(backup)))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining(
            "the checkpoint has come to epoch 4, but fit is to train 2; ask for at least 4 epochs");
  }

  @Test
  void callbacksRememberWhateverTheirPlaceInTheList() throws IOException {
    for (boolean backupFirst : new boolean[] {true, false}) {
      // Each epoch is compared with the best of all before, and training stops early.
      EarlyStopping stopping =
          new EarlyStopping("val_loss").minDelta(10).patience(2).restoreBestWeights(true);
      Fit ten = Fit.epochs(10).batchSize(8).validation(TEST);
      Result uninterrupted = train(compiled(), ten.callbacks(stopping));
      assertThat(uninterrupted.history).hasSize(3);
      assertThat(stopping.stoppedEpoch()).isEqualTo(3);
      for (int epoch = 1; epoch <= 3; epoch++) {
        Path directory = temporary.resolve("stopping" + epoch + backupFirst);
        BackupAndRestore backup = new BackupAndRestore(directory);
        Callback[] both = {
          backupFirst ? backup : stopping.patience(2), backupFirst ? stopping.patience(2) : backup
        };
        crash(compiled(), ten.callbacks(both).callbacks(new Crash(-1, epoch)));
        EarlyStopping anew = stopping.patience(2);
        Result resumed = train(compiled(), ten.callbacks(backup, anew));
        assertThat(resumed).isEqualTo(uninterrupted);
        assertThat(anew.stoppedEpoch()).isEqualTo(3);
        assertThat(anew.bestEpoch()).isEqualTo(1);
      }
    }
  }

  @Test
  void anErrorKeepsTheCheckpoints() {
    Path directory = temporary.resolve("kept");
    BackupAndRestore backup = new BackupAndRestore(directory);
    // The crash comes at the last safe point, when all is trained.
    crash(compiled(), fit().callbacks(backup, new Crash(-1, EPOCHS)));
    assertThat(names(directory))
        .containsExactly("step-000000006.checkpoint", "step-000000009.checkpoint");
  }

  @Test
  void tellsWhatDiffers() {
    Path directory = temporary.resolve("other");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1);
    Fit fit = fit().callbacks(backup);
    crash(compiled(), fit.callbacks(new Crash(4, -1)));

    refused(compiled(), fit.batchSize(4), TRAIN, "batch size is 4, in the checkpoint 8;");
    refused(compiled(), fit.shuffle(false), TRAIN, "shuffle is false, in the checkpoint true;");
    refused(compiled(), fit.seed(3), TRAIN, "fit's seed is 3, in the checkpoint none;");
    refused(
        compiled(),
        fit.classWeights(Map.of(1, 2.0)),
        TRAIN,
        "class weights is {1=2.0}, in the checkpoint {0=2.0, 2=0.5};");
    refused(
        compiled(),
        fit,
        TRAIN.take(20),
        "training samples is 20, in the checkpoint 22; training targets (checksum) is ");
    refused(compiled(), fit, data(22, 7), "training targets (checksum) is ");
    refused(
        compiled(),
        fit.sampleWeights(new float[22]),
        TRAIN,
        "training sample weights (checksum) is 0a6921a0, in the checkpoint absent;");
    refused(
        compiled(),
        Fit.epochs(3)
            .batchSize(8)
            .classWeights(fit.classWeights())
            .callbacks(fit.callbacks().toArray(Callback[]::new)),
        TRAIN,
        "validation samples is absent, in the checkpoint 9;");

    Sequential seeded = model();
    seeded.setSeed(6);
    seeded.compile(
        new Adam(1e-2),
        "sparse_categorical_crossentropy",
        List.of("accuracy"),
        List.of("accuracy"));
    refused(seeded, fit, TRAIN, "the model's seed is 6, in the checkpoint 5;");

    Sequential slower = model();
    slower.compile(
        new Adam(1e-3),
        "sparse_categorical_crossentropy",
        List.of("accuracy"),
        List.of("accuracy"));
    refused(
        slower, fit, TRAIN, "optimizer.learning_rate is 0.001, in the checkpoint 0.01; make them");

    Sequential other = model();
    other.compile(
        new SGD(1e-2), "sparse_categorical_crossentropy", List.of("accuracy"), List.of("accuracy"));
    refused(other, fit, TRAIN, "optimizer is SGD, in the checkpoint Adam;");

    Sequential wider =
        new Sequential(new Input(4, 4, 1), new Flatten(), new Dense(3).activation("softmax"));
    wider.setEngine("reference");
    wider.compile(
        new Adam(1e-2),
        "sparse_categorical_crossentropy",
        List.of("accuracy"),
        List.of("accuracy"));
    refused(
        wider,
        fit,
        TRAIN,
        "layers is flatten, dense, in the checkpoint conv2d, batch_normalization, dropout, flatten,"
            + " dense;");
    refused(wider, fit, TRAIN, "more differences");
  }

  private void refused(Sequential model, Fit fit, Dataset data, String difference) {
    Map<String, float[]> before = model.weights();
    assertThatThrownBy(() -> model.fit(data, fit))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("step-000000004.checkpoint: the checkpoint is of another training: ")
        .hasMessageContaining(difference)
        .hasMessageContaining("make them the same, or use another directory");
    before.forEach((name, values) -> assertThat(model.weight(name)).containsExactly(values));
    assertThat(model.steps()).isZero();
    assertThat(names(temporary.resolve("other"))).hasSize(2);
  }

  @Test
  void earlyStoppingRefusesTheStateOfAnotherFigure() {
    BackupAndRestore backup = new BackupAndRestore(temporary.resolve("monitor"));
    crash(compiled(), fit().callbacks(backup, new EarlyStopping("loss"), new Crash(-1, 1)));
    assertThatThrownBy(() -> train(compiled(), fit().callbacks(backup, new EarlyStopping())))
        .hasMessage(
            "EarlyStopping watches \"val_loss\", in the checkpoint \"loss\"; watch the same"
                + " figure");
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    Path directory = temporary.resolve("damaged");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1);
    crash(compiled(), fit().callbacks(backup, new Crash(5, -1)));
    flip(directory.resolve("step-000000005.checkpoint"));
    Files.writeString(directory.resolve(".step-000000006.checkpoint.0123456789abcdef.tmp"), "left");
    Files.writeString(directory.resolve("notes.txt"), "mine");
    Result resumed = train(compiled(), fit().callbacks(backup));
    assertThat(backup.resumedFrom()).hasFileName("step-000000004.checkpoint");
    assertThat(resumed).isEqualTo(train(compiled(), fit()));
    assertThat(names(directory)).containsExactly("notes.txt");
  }

  @Test
  void ifAllAreDamagedNothingIsTrained() throws IOException {
    Path directory = temporary.resolve("lost");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1);
    crash(compiled(), fit().callbacks(backup, new Crash(5, -1)));
    flip(directory.resolve("step-000000005.checkpoint"));
    flip(directory.resolve("step-000000004.checkpoint"));
    assertThatThrownBy(() -> train(compiled(), fit().callbacks(backup)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("step-000000005.checkpoint cannot be used: it is damaged")
        .hasMessageContaining("step-000000004.checkpoint cannot be used: it is damaged")
        .hasMessageEndingWith("delete the directory's checkpoints to train from the beginning");
    assertThat(names(directory)).hasSize(2);
  }

  /** After every step. */
  @Test
  void ratesAndLogsGoOnToo() throws IOException {
    Path log = temporary.resolve("whole.csv");
    Result uninterrupted = train(compiled(), withRates(log));
    String lines = Files.readString(log);
    assertThat(lines.lines()).hasSize(EPOCHS + 1);
    for (int step = 1; step < uninterrupted.steps; step++) {
      Path backup = temporary.resolve("rates" + step);
      Path again = temporary.resolve("again" + step + ".csv");
      Fit resumable = withRates(again).callbacks(new BackupAndRestore(backup).saveFreq(1));
      crash(compiled(), resumable.callbacks(new Crash(step, -1)));
      assertThat(
              train(
                  compiled(), withRates(again).callbacks(new BackupAndRestore(backup).saveFreq(1))))
          .as("after step %d", step)
          .isEqualTo(uninterrupted);
      assertThat(Files.readString(again)).isEqualTo(lines);
    }
  }

  private static Fit withRates(Path log) {
    return Fit.epochs(EPOCHS)
        .batchSize(8)
        .validation(TEST)
        .callbacks(
            new LearningRateScheduler((epoch, rate) -> 0.99 * rate),
            new ReduceLROnPlateau().factor(0.5).patience(1).minDelta(0.5),
            new CSVLogger(log));
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    assertThatThrownBy(() -> train(compiled(), fit().callbacks(new BackupAndRestore(file))))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is a file, expected a directory for checkpoints");
    assertThatThrownBy(() -> new BackupAndRestore(file).saveFreq(0))
        .hasMessage("saveFreq must be >= 1 steps, received 0");
  }

  @Test
  void twoTrainingsDoNotShareADirectory() throws IOException {
    Path directory = temporary.resolve("shared");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1);
    List<String> messages = new ArrayList<>();
    Callback another =
        new Callback() {
          @Override
          public void onBatchEnd(Training training) {
            for (BackupAndRestore same : List.of(backup, new BackupAndRestore(directory))) {
              assertThatThrownBy(() -> train(compiled(), fit().callbacks(same)))
                  .isInstanceOf(CheckpointException.class)
                  .satisfies(e -> messages.add(e.getMessage()));
            }
          }
        };
    Result first = train(compiled(), fit().callbacks(backup, another));
    assertThat(messages)
        .hasSize(2 * EPOCHS * STEPS_PER_EPOCH)
        .allMatch(message -> message.startsWith(directory + " is in use by another training"));
    assertThat(first).isEqualTo(train(compiled(), fit()));
    assertThat(directory).doesNotExist();
  }

  /** Whatever ends a training gives the directory back, even a callback that does not begin. */
  @Test
  void everyEndGivesTheDirectoryBack() throws IOException {
    Path directory = temporary.resolve("back");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1);
    List<String> ended = new ArrayList<>();
    Callback beginsNot =
        new Callback() {
          @Override
          public void onTrainBegin(Training training) {
            throw new IllegalStateException("crash");
          }

          @Override
          public void onTrainEnd(Training training) {
            ended.add("never begun");
          }
        };
    Callback endsNot =
        new Callback() {
          @Override
          public void onTrainEnd(Training training) {
            ended.add("fails");
            throw new IllegalStateException("at the end");
          }
        };
    crash(compiled(), fit().callbacks(backup, beginsNot));
    assertThat(directory).isEmptyDirectory();
    assertThatThrownBy(() -> train(compiled(), fit().callbacks(endsNot, backup, new Crash(4, -1))))
        .hasMessage("crash")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("at the end"));
    assertThat(names(directory)).hasSize(2);
    assertThatThrownBy(() -> train(compiled(), fit().batchSize(4).callbacks(backup)))
        .hasMessageContaining("the checkpoint is of another training");
    assertThatThrownBy(() -> train(compiled(), fit().callbacks(endsNot, backup)))
        .hasMessage("at the end");
    assertThat(directory).as("complete, so the checkpoints are deleted").doesNotExist();
    assertThat(ended).containsExactly("fails", "fails");
  }

  @Test
  void oneGenerationOnRequest() {
    Path directory = temporary.resolve("one");
    BackupAndRestore backup = new BackupAndRestore(directory).saveFreq(1).doubleCheckpoint(false);
    crash(compiled(), fit().callbacks(backup, new Crash(5, -1)));
    assertThat(names(directory)).containsExactly("step-000000005.checkpoint");
  }

  @Test
  void checkpointsAreTakenAndGivenAtTheirMomentsOnly() {
    Callback tooEarly =
        new Callback() {
          @Override
          public void onBatchEnd(Training training) throws IOException {
            training.checkpoint();
          }
        };
    assertThatThrownBy(() -> train(compiled(), fit().callbacks(tooEarly)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("a checkpoint can be taken in Callback.onSafePoint only");
    Callback tooLate =
        new Callback() {
          @Override
          public void onBatchEnd(Training training) throws IOException {
            training.resume(new Checkpoint.Builder().build());
          }
        };
    assertThatThrownBy(() -> train(compiled(), fit().callbacks(tooLate)))
        .hasMessage("training can be resumed in Callback.onTrainBegin only");
  }
}
