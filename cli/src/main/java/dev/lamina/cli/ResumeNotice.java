package dev.lamina.cli;

import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.models.Callback;
import dev.lamina.models.Training;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says once whether training goes on from a checkpoint, and from where. */
final class ResumeNotice implements Callback {
  private final Path directory;
  private final BackupAndRestore backup;
  private final PrintStream out;
  private boolean told;
  private int epochsDone;
  private int stepsDone;

  ResumeNotice(Path directory, BackupAndRestore backup, PrintStream out) {
    this.directory = directory;
    this.backup = backup;
    this.out = out;
  }

  /** Called at the first step to be done, be it in the middle of an epoch. */
  @Override
  public void onEpochBegin(Training training) {
    if (!told) {
      epochsDone = training.epoch() - 1;
      stepsDone = training.step();
      tell(
          "going on at epoch %d of %d, step %d of %d"
              .formatted(
                  training.epoch(), training.epochs(), stepsDone + 1, training.stepsPerEpoch()));
    }
  }

  @Override
  public void onTrainEnd(Training training) {
    if (!told && training.isComplete()) {
      epochsDone = training.epoch();
      tell("training was complete after %d epochs".formatted(epochsDone));
    }
  }

  private void tell(String where) {
    told = true;
    Path from = backup.resumedFrom();
    out.println(
        from == null
            ? "resume  no checkpoint in %s: training from the beginning".formatted(directory)
            : "resume  from %s: %s".formatted(from, where));
    out.flush();
  }

  /** For the report; null if training was not resumed. */
  @Nullable Map<String, Object> asMap() {
    Path from = backup.resumedFrom();
    if (from == null) {
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("checkpoint", from.toString());
    map.put("epochs_done", epochsDone);
    map.put("steps_done", stepsDone);
    return map;
  }
}
