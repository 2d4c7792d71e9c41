package dev.lamina.callbacks;

import dev.lamina.CheckReturnValue;
import dev.lamina.callbacks.EarlyStopping.Mode;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.config.Arguments;
import dev.lamina.config.Choices;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Training;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the learning rate smaller when a figure has stopped getting better, as Keras's callback of
 * this name.
 *
 * <pre>{@code
 * Fit.epochs(50).validation(test)
 *     .callbacks(new ReduceLROnPlateau("val_loss").factor(0.2).patience(5).minLr(1e-5));
 * }</pre>
 *
 * <p>Other than in Keras, a figure that is watched but not reported is an error.
 */
@CheckReturnValue
public final class ReduceLROnPlateau implements Callback, Cloneable {
  private String monitor;
  private Mode mode = Mode.AUTO;
  private double factor = 0.1;
  private int patience = 10;
  private double minDelta = 1e-4;
  private int cooldown;
  private double minLr;
  private boolean verbose;
  private PrintStream out = System.out;

  private @Nullable Double best;
  private int waited;
  private int cooling;

  /** Watches {@code val_loss}. */
  public ReduceLROnPlateau() {
    this("val_loss");
  }

  /** Watches this figure. */
  public ReduceLROnPlateau(String monitor) {
    this.monitor = monitor;
  }

  /** A copy that watches this figure; {@code val_loss} by default. */
  public ReduceLROnPlateau monitor(String figure) {
    ReduceLROnPlateau copy = copy();
    copy.monitor = figure;
    return copy;
  }

  /** A copy for which this direction is better; by default the figure's name tells. */
  public ReduceLROnPlateau mode(Mode mode) {
    ReduceLROnPlateau copy = copy();
    copy.mode = mode;
    return copy;
  }

  /** As {@link #mode(Mode)}: {@code auto}, {@code min} or {@code max}. */
  public ReduceLROnPlateau mode(String mode) {
    return mode(Choices.of("mode", Mode.class).get(mode));
  }

  /** A copy that multiplies the rate with this, above 0 and below 1; 0.1 by default. */
  public ReduceLROnPlateau factor(double factor) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException("factor must be above 0 and below 1, received " + factor);
    }
    ReduceLROnPlateau copy = copy();
    copy.factor = factor;
    return copy;
  }

  /** A copy that waits so many epochs for a better figure; 10 by default. */
  public ReduceLROnPlateau patience(int epochs) {
    ReduceLROnPlateau copy = copy();
    copy.patience = (int) Arguments.notNegative("patience", epochs);
    return copy;
  }

  /** A copy for which a change of at most {@code delta} is none; 1e-4 by default. */
  public ReduceLROnPlateau minDelta(double delta) {
    ReduceLROnPlateau copy = copy();
    copy.minDelta = Arguments.notNegative("minDelta", delta);
    return copy;
  }

  /** A copy that does not wait in so many epochs after a change; 0 by default. */
  public ReduceLROnPlateau cooldown(int epochs) {
    ReduceLROnPlateau copy = copy();
    copy.cooldown = (int) Arguments.notNegative("cooldown", epochs);
    return copy;
  }

  /** A copy that never goes below this rate; 0 by default. */
  public ReduceLROnPlateau minLr(double rate) {
    ReduceLROnPlateau copy = copy();
    copy.minLr = Arguments.notNegative("minLr", rate);
    return copy;
  }

  /** A copy that tells every change, or not, as by default. */
  public ReduceLROnPlateau verbose(boolean verbose) {
    ReduceLROnPlateau copy = copy();
    copy.verbose = verbose;
    return copy;
  }

  /** A copy that tells it there; standard output by default. */
  public ReduceLROnPlateau out(PrintStream out) {
    ReduceLROnPlateau copy = copy();
    copy.out = out;
    return copy;
  }

  private ReduceLROnPlateau copy() {
    try {
      return (ReduceLROnPlateau) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onTrainBegin(Training training) {
    watched().require(training.figureNames(), "ReduceLROnPlateau");
    best = null;
    waited = 0;
    cooling = 0;
  }

  @Override
  public void onEpochEnd(Training training, History.Epoch epoch) {
    double figure = watched().read(epoch.figures(), "ReduceLROnPlateau");
    if (cooling > 0) {
      cooling--;
      waited = 0;
    }
    if (best == null || watched().isBetter(figure, best, minDelta)) {
      best = figure;
      waited = 0;
    } else if (cooling == 0) {
      waited++;
      if (waited >= patience && reduce(training, epoch.number())) {
        cooling = cooldown;
        waited = 0;
      }
    }
  }

  /** Whether the rate could be made smaller. */
  private boolean reduce(Training training, int epoch) {
    double old = (float) training.model().learningRate(); // Keras has it in float32
    if (!(old > (float) minLr)) {
      return false;
    }
    double rate = Math.max(old * factor, minLr);
    training.model().setLearningRate(rate);
    if (verbose) {
      out.printf("%nEpoch %d: ReduceLROnPlateau reducing learning rate to %s.%n", epoch, rate);
    }
    return true;
  }

  private Monitor watched() {
    return new Monitor(monitor, mode);
  }

  @Override
  public void saveState(Checkpoint.Builder state) {
    state.put("monitor", monitor).put("waited", waited).put("cooling", cooling);
    if (best != null) {
      state.put("best", best);
    }
  }

  @Override
  public void restoreState(Checkpoint state) {
    watched().requireSame(state, "ReduceLROnPlateau");
    best = state.has("best") ? state.number("best") : null;
    waited = (int) state.integer("waited");
    cooling = (int) state.integer("cooling");
  }

  /** For people, such as {@code ReduceLROnPlateau on val_loss, factor 0.1, patience 10}. */
  @Override
  public String toString() {
    return "ReduceLROnPlateau on " + monitor + ", factor " + factor + ", patience " + patience;
  }
}
