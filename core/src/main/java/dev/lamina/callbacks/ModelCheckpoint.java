package dev.lamina.callbacks;

import dev.lamina.CheckReturnValue;
import dev.lamina.LaminaException;
import dev.lamina.callbacks.EarlyStopping.Mode;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.config.Choices;
import dev.lamina.files.AtomicFile;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Model;
import dev.lamina.models.ModelFormat;
import dev.lamina.models.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saves the model, or its weights alone, after each epoch or after so many steps, as Keras's
 * callback of this name.
 *
 * <pre>{@code
 * Fit.epochs(20).validation(test)
 *     .callbacks(
 *         new ModelCheckpoint("best.keras").monitor("val_accuracy").saveBestOnly(true),
 *         new ModelCheckpoint("epoch-{epoch:02d}-{val_loss:.2f}.weights.h5").saveWeightsOnly(true));
 * }</pre>
 *
 * <p>In the name {@code {epoch}} and, with {@link #saveFreq}, {@code {batch}} are whole numbers
 * from 1; the other fields are the figures of {@link History}. A file is replaced as a whole or not
 * at all. These files are for using models; to go on after a crash see {@link BackupAndRestore}.
 *
 * <p>Other than in Keras, a figure that is watched but not reported is an error.
 */
@CheckReturnValue
public final class ModelCheckpoint implements Callback {
  private static final String WEIGHTS = ".weights.h5";

  private final FileTemplate file;
  private final Monitor monitor;
  private final boolean saveBestOnly;
  private final boolean saveWeightsOnly;
  private final int saveFreq; // 0: after each epoch
  private final @Nullable Double initialValueThreshold;
  private final int verbose;
  private final PrintStream out;

  private @Nullable Double best;
  private int unsavedSteps;

  /**
   * Saves the whole model after each epoch; where only the best is asked for, {@code val_loss}
   * decides.
   *
   * @param filepath a path whose file name's end tells the format; may hold fields
   * @throws IllegalArgumentException if a field is not well formed
   */
  public ModelCheckpoint(String filepath) {
    this(
        new FileTemplate(filepath),
        new Monitor("val_loss", Mode.AUTO),
        false,
        false,
        0,
        null,
        0,
        System.out);
  }

  private ModelCheckpoint(
      FileTemplate file,
      Monitor monitor,
      boolean saveBestOnly,
      boolean saveWeightsOnly,
      int saveFreq,
      @Nullable Double initialValueThreshold,
      int verbose,
      PrintStream out) {
    this.file = file;
    this.monitor = monitor;
    this.saveBestOnly = saveBestOnly;
    this.saveWeightsOnly = saveWeightsOnly;
    this.saveFreq = saveFreq;
    this.initialValueThreshold = initialValueThreshold;
    this.verbose = verbose;
    this.out = out;
  }

  /** A copy that judges by this figure, {@code val_loss} by default. */
  public ModelCheckpoint monitor(String figure) {
    return copy(new Monitor(figure, monitor.mode()), saveBestOnly, saveWeightsOnly, saveFreq);
  }

  /** A copy for which this direction is better; by default the figure's name tells. */
  public ModelCheckpoint mode(Mode mode) {
    return copy(new Monitor(monitor.figure(), mode), saveBestOnly, saveWeightsOnly, saveFreq);
  }

  /** As {@link #mode(Mode)}: {@code auto}, {@code min} or {@code max}. */
  public ModelCheckpoint mode(String mode) {
    return mode(Choices.of("mode", Mode.class).get(mode));
  }

  /** A copy that saves only when the figure is better than at all saves before. */
  public ModelCheckpoint saveBestOnly(boolean bestOnly) {
    return copy(monitor, bestOnly, saveWeightsOnly, saveFreq);
  }

  /** A copy that saves the weights alone; the file's name must end with {@code .weights.h5}. */
  public ModelCheckpoint saveWeightsOnly(boolean weightsOnly) {
    return copy(monitor, saveBestOnly, weightsOnly, saveFreq);
  }

  /** A copy that saves after every so many steps, counted over epochs, instead of each epoch. */
  public ModelCheckpoint saveFreq(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("saveFreq must be >= 1 steps, received " + steps);
    }
    return copy(monitor, saveBestOnly, saveWeightsOnly, steps);
  }

  /** A copy that, saving only the best, wants the first to be better than this too. */
  public ModelCheckpoint initialValueThreshold(double figure) {
    return new ModelCheckpoint(
        file, monitor, saveBestOnly, saveWeightsOnly, saveFreq, figure, verbose, out);
  }

  /** A copy that says what it does on the standard output (1), or is silent (0), the default. */
  public ModelCheckpoint verbose(int verbose) {
    return verbose(verbose, out);
  }

  ModelCheckpoint verbose(int verbose, PrintStream out) {
    return new ModelCheckpoint(
        file,
        monitor,
        saveBestOnly,
        saveWeightsOnly,
        saveFreq,
        initialValueThreshold,
        verbose,
        out);
  }

  private ModelCheckpoint copy(
      Monitor monitor, boolean saveBestOnly, boolean saveWeightsOnly, int saveFreq) {
    return new ModelCheckpoint(
        file,
        monitor,
        saveBestOnly,
        saveWeightsOnly,
        saveFreq,
        initialValueThreshold,
        verbose,
        out);
  }

  /**
   * Refuses a file name that could not be saved, and a figure that will not be reported, before
   * time is spent on training. Deletes what a training that was killed while saving has left.
   */
  @Override
  public void onTrainBegin(Training training) throws IOException {
    String name = file.toString();
    ModelFormat.of(Path.of(name));
    if (name.endsWith(WEIGHTS) != saveWeightsOnly) {
      throw new LaminaException(
          saveWeightsOnly
              ? "ModelCheckpoint is to save weights only, so its file must end with %s; received %s"
                  .formatted(WEIGHTS, name)
              : "%s is for weights alone; call saveWeightsOnly(true), or name the file *.keras"
                  .formatted(name));
    }
    requireFigures(training.figureNames());
    Path directory = Path.of(name).toAbsolutePath().getParent();
    if (directory != null) {
      AtomicFile.sweep(directory, file::couldGive);
    }
    best = initialValueThreshold;
    unsavedSteps = 0;
  }

  private void requireFigures(List<String> reported) {
    // While an epoch runs there are no figures of validation.
    List<String> known =
        reported.stream().filter(name -> saveFreq == 0 || !name.startsWith("val_")).toList();
    if (saveBestOnly) {
      monitor.require(reported, "ModelCheckpoint");
      if (!known.contains(monitor.figure())) {
        throw new LaminaException(
            "ModelCheckpoint saves within epochs, but \"%s\" is known after each epoch only; leave out saveFreq, or watch one of %s"
                .formatted(monitor.figure(), known));
      }
    }
    List<String> fields = new ArrayList<>(known);
    fields.addAll(saveFreq == 0 ? List.of("epoch") : List.of("epoch", "batch"));
    file.require(fields);
  }

  @Override
  public void onBatchEnd(Training training) throws IOException {
    unsavedSteps++;
    if (saveFreq > 0 && unsavedSteps >= saveFreq) {
      unsavedSteps = 0;
      Map<String, Integer> counts = Map.of("epoch", training.epoch(), "batch", training.step());
      save(training.model(), counts, training.figures());
    }
  }

  @Override
  public void onEpochEnd(Training training, History.Epoch epoch) throws IOException {
    if (saveFreq == 0) {
      save(training.model(), Map.of("epoch", epoch.number()), epoch.figures());
    }
  }

  private void save(Model model, Map<String, Integer> counts, Map<String, Double> figures)
      throws IOException {
    Path path = Path.of(file.fill(counts, figures));
    String epoch = "Epoch " + counts.get("epoch") + ": ";
    if (saveBestOnly) {
      double figure = monitor.read(figures, "ModelCheckpoint");
      String before = best == null ? "None" : rounded(best);
      if (best != null && !monitor.isBetter(figure, best, 0)) {
        say(epoch + monitor.figure() + " did not improve from " + before);
        return;
      }
      say(
          "%s%s improved from %s to %s, saving model to %s"
              .formatted(epoch, monitor.figure(), before, rounded(figure), path));
      write(model, path);
      best = figure;
    } else {
      say(epoch + "saving model to " + path);
      write(model, path);
    }
    say(epoch + "finished saving model to " + path);
  }

  private void write(Model model, Path path) throws IOException {
    if (saveWeightsOnly) {
      model.saveWeights(path);
    } else {
      model.save(path);
    }
  }

  private void say(String message) {
    if (verbose > 0) {
      out.println();
      out.println(message);
    }
  }

  private static String rounded(double figure) {
    return String.format(Locale.ROOT, "%.5f", figure);
  }

  @Override
  public void saveState(Checkpoint.Builder state) {
    state.put("monitor", monitor.figure()).put("unsaved_steps", unsavedSteps);
    if (best != null) {
      state.put("best", best);
    }
  }

  @Override
  public void restoreState(Checkpoint state) {
    unsavedSteps = (int) state.integer("unsaved_steps");
    boolean same = state.text("monitor").equals(monitor.figure());
    best = same && state.has("best") ? (Double) state.number("best") : initialValueThreshold;
  }

  /** For people, such as {@code ModelCheckpoint to best.keras, the best by val_loss}. */
  @Override
  public String toString() {
    return "ModelCheckpoint to "
        + file
        + (saveBestOnly ? ", the best by " + monitor.figure() : "")
        + (saveFreq == 0 ? "" : ", every " + saveFreq + " steps");
  }
}
