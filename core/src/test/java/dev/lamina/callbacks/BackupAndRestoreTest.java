package dev.lamina.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.checkpoints.CheckpointException;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import dev.lamina.models.TrainingState;
import dev.lamina.optimizers.SGD;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When it saves, what it keeps, and from where it goes on; {@code ResumeTest} compares bits. */
class BackupAndRestoreTest {
  private static final int STEPS_PER_EPOCH = 3;

  @TempDir private Path temporary;
  private final FakeTraining training = new FakeTraining();

  @AfterEach
  void close() {
    training.model.close();
  }

  private Path directory() {
    return temporary.resolve("backup");
  }

  private BackupAndRestore backup() {
    return new BackupAndRestore(directory());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".checkpoint"))
          .sorted()
          .toList();
    }
  }

  private static String file(long step) {
    return "step-%09d.checkpoint".formatted(step);
  }

  @Test
  void savesAfterEachEpochAndKeepsTwo() throws IOException {
    BackupAndRestore backup = backup();
    backup.onTrainBegin(training);
    training.steps(backup, 2);
    assertThat(files()).isEmpty();
    training.steps(backup, 1);
    assertThat(files()).containsExactly(file(3));
    training.steps(backup, 6);
    assertThat(files()).containsExactly(file(6), file(9));
    backup.onTrainEnd(training);
    assertThat(files()).as("after an error").containsExactly(file(6), file(9));
  }

  @Test
  void savesEverySoManySteps() throws IOException {
    BackupAndRestore backup = backup().saveFreq(2);
    backup.onTrainBegin(training);
    List<List<String>> seen = new ArrayList<>();
    for (int step = 1; step <= 5; step++) {
      training.steps(backup, 1);
      seen.add(files());
    }
    backup.onTrainEnd(training);
    assertThat(seen)
        .containsExactly(
            List.of(),
            List.of(file(2)),
            List.of(file(2)),
            List.of(file(2), file(4)),
            List.of(file(2), file(4)));
  }

  @Test
  void keepsOneIfTold() throws IOException {
    BackupAndRestore backup = backup().doubleCheckpoint(false);
    backup.onTrainBegin(training);
    training.steps(backup, 6);
    backup.onTrainEnd(training);
    assertThat(files()).containsExactly(file(6));
  }

  @Test
  void deletesWhenTrainingIsComplete() throws IOException {
    BackupAndRestore backup = backup();
    backup.onTrainBegin(training);
    training.steps(backup, 3);
    training.complete = true;
    backup.onTrainEnd(training);
    assertThat(Files.exists(directory()) ? files() : List.of()).isEmpty();
  }

  @Test
  void keepsTheEndOfTrainingIfTold() throws IOException {
    BackupAndRestore backup = backup().saveFreq(100).deleteCheckpoint(false);
    backup.onTrainBegin(training);
    training.steps(backup, 4);
    assertThat(files()).isEmpty();
    training.complete = true;
    training.steps(backup, 1);
    backup.onTrainEnd(training);
    assertThat(files()).containsExactly(file(5));
  }

  @Test
  void goesOnFromTheLastOne() throws IOException {
    BackupAndRestore backup = backup();
    backup.onTrainBegin(training);
    assertThat(backup.resumedFrom()).isNull();
    assertThat(training.resumed).isEmpty();
    training.steps(backup, 6);
    backup.onTrainEnd(training);

    backup.onTrainBegin(training);
    assertThat(training.resumed).containsExactly(6L);
    assertThat(backup.resumedFrom()).isEqualTo(directory().resolve(file(6)));
    backup.onTrainEnd(training);
  }

  @Test
  void goesOnFromTheOneBeforeIfTheLastIsDamaged() throws IOException {
    BackupAndRestore backup = backup();
    backup.onTrainBegin(training);
    training.steps(backup, 6);
    backup.onTrainEnd(training);
    Path last = directory().resolve(file(6));
    byte[] bytes = Files.readAllBytes(last);
    bytes[bytes.length / 2] ^= 1;
    Files.write(last, bytes);

    backup.onTrainBegin(training);
    assertThat(training.resumed).containsExactly(3L);
    assertThat(backup.resumedFrom()).isEqualTo(directory().resolve(file(3)));
    backup.onTrainEnd(training);
  }

  /** Steps before the interruption do not count for the next checkpoint. */
  @Test
  void countsStepsFromWhereItGoesOn() throws IOException {
    BackupAndRestore backup = backup().saveFreq(2);
    backup.onTrainBegin(training);
    training.steps(backup, 3);
    backup.onTrainEnd(training);
    backup.onTrainBegin(training);
    training.steps(backup, 1);
    assertThat(files()).containsExactly(file(2));
    backup.onTrainEnd(training);
  }

  @Test
  void namesTheFileThatDoesNotFitAndGivesTheLockBack() throws IOException {
    BackupAndRestore backup = backup();
    backup.onTrainBegin(training);
    training.steps(backup, 3);
    backup.onTrainEnd(training);
    training.refusal = "another model";
    assertThatThrownBy(() -> backup.onTrainBegin(training))
        .isInstanceOf(LaminaException.class)
        .hasMessage(directory().resolve(file(3)) + ": another model");
    training.refusal = "";
    BackupAndRestore other = backup();
    other.onTrainBegin(training); // would fail if it were still locked
    other.onTrainEnd(training);
  }

  @Test
  void isForOneTrainingAtATime() throws IOException {
    BackupAndRestore first = backup();
    BackupAndRestore second = backup();
    first.onTrainBegin(training);
    assertThatThrownBy(() -> second.onTrainBegin(training))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(directory().toString());
    first.onTrainEnd(training);
    second.onTrainBegin(training);
    second.onTrainEnd(training);
  }

  @Test
  void itsOptionsAreThoseOfCopies() {
    BackupAndRestore backup = backup();
    assertThat(backup.saveFreq(7))
        .hasToString("BackupAndRestore in " + directory() + ", every 7 steps");
    assertThat(backup).hasToString("BackupAndRestore in " + directory() + ", after each epoch");
    assertThatThrownBy(() -> backup.saveFreq(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("saveFreq must be >= 1 steps, received 0");
  }

  /** A training of which only the count of steps is kept. */
  private static final class FakeTraining implements Training {
    final Sequential model = new Sequential(new Input(2), new Dense(1));
    final List<Long> resumed = new ArrayList<>();
    boolean complete;
    String refusal = "";
    private long done;

    FakeTraining() {
      model.setEngine("reference");
      model.compile(new SGD(0), "mse");
    }

    /** So many steps, with all that a callback is told of them. */
    void steps(Callback callback, int count) throws IOException {
      for (int i = 0; i < count; i++) {
        done++;
        model.restore(new TrainingState(done, 0, 0, null, Map.of()));
        callback.onBatchEnd(this);
        if (done % STEPS_PER_EPOCH == 0) {
          callback.onEpochEnd(this, new History.Epoch(epoch(), 1, 3, Map.of("loss", 0.5)));
        }
        callback.onSafePoint(this);
      }
    }

    @Override
    public Model model() {
      return model;
    }

    @Override
    public int epoch() {
      return (int) (done / STEPS_PER_EPOCH) + 1;
    }

    @Override
    public int epochs() {
      return 100;
    }

    @Override
    public int step() {
      return (int) (done % STEPS_PER_EPOCH);
    }

    @Override
    public int stepsPerEpoch() {
      return STEPS_PER_EPOCH;
    }

    @Override
    public int samples() {
      return step();
    }

    @Override
    public List<String> figureNames() {
      return List.of("loss");
    }

    @Override
    public Map<String, Double> figures() {
      return Map.of("loss", 0.5);
    }

    @Override
    public void stop() {
      complete = true;
    }

    @Override
    public boolean isComplete() {
      return complete;
    }

    @Override
    public Checkpoint checkpoint() {
      Checkpoint.Builder builder = new Checkpoint.Builder();
      builder.put("steps", done).put("values", new float[] {done, 2, 3});
      return builder.build();
    }

    @Override
    public void resume(Checkpoint checkpoint) {
      if (!refusal.isEmpty()) {
        throw new LaminaException(refusal);
      }
      resumed.add(checkpoint.integer("steps"));
    }
  }
}
