package dev.lamina.callbacks;

import dev.lamina.CheckReturnValue;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops training when a figure no longer gets better, as Keras's callback of this name.
 *
 * <pre>{@code
 * Fit.epochs(100).validation(test)
 *     .callbacks(new EarlyStopping("val_loss").patience(3).restoreBestWeights(true));
 * }</pre>
 */
@CheckReturnValue
public final class EarlyStopping implements Callback {
  private final String monitor;
  private final double minDelta;
  private final int patience;
  private final Mode mode;
  private final @Nullable Double baseline;
  private final boolean restoreBestWeights;
  private final int startFromEpoch;

  private double best;
  private int waited;
  private int bestEpoch;
  private int stoppedEpoch;
  private @Nullable Map<String, float[]> bestWeights;

  /** Which direction is better. */
  public enum Mode {
    /**
     * Largest for figures whose name ends with accuracy, acc, auc, precision, recall, sensitivity,
     * specificity, f1_score, fbeta_score, r2_score, cosine_similarity or io_u, smallest for all
     * others.
     */
    AUTO,
    MIN,
    MAX
  }

  /** Watches {@code val_loss}. */
  public EarlyStopping() {
    this("val_loss");
  }

  /** Watches this figure: no least difference, no patience, weights as they are at the end. */
  public EarlyStopping(String monitor) {
    this(monitor, 0, 0, Mode.AUTO, null, false, 0);
  }

  private EarlyStopping(
      String monitor,
      double minDelta,
      int patience,
      Mode mode,
      @Nullable Double baseline,
      boolean restoreBestWeights,
      int startFromEpoch) {
    this.monitor = monitor;
    this.minDelta = Math.abs(minDelta);
    this.patience = patience;
    this.mode = mode;
    this.baseline = baseline;
    this.restoreBestWeights = restoreBestWeights;
    this.startFromEpoch = startFromEpoch;
  }

  /** A copy for which a change of at most {@code delta} is none. */
  public EarlyStopping minDelta(double delta) {
    return new EarlyStopping(
        monitor, delta, patience, mode, baseline, restoreBestWeights, startFromEpoch);
  }

  /** A copy that stops after so many epochs without a better figure. */
  public EarlyStopping patience(int epochs) {
    if (epochs < 0) {
      throw new IllegalArgumentException("patience must be >= 0, received " + epochs);
    }
    return new EarlyStopping(
        monitor, minDelta, epochs, mode, baseline, restoreBestWeights, startFromEpoch);
  }

  public EarlyStopping mode(Mode mode) {
    return new EarlyStopping(
        monitor, minDelta, patience, mode, baseline, restoreBestWeights, startFromEpoch);
  }

  /** A copy that also counts epochs which do not reach this figure as ones without progress. */
  public EarlyStopping baseline(double figure) {
    return new EarlyStopping(
        monitor, minDelta, patience, mode, figure, restoreBestWeights, startFromEpoch);
  }

  /** A copy that gives the model the weights of its best epoch at the end. */
  public EarlyStopping restoreBestWeights(boolean restore) {
    return new EarlyStopping(monitor, minDelta, patience, mode, baseline, restore, startFromEpoch);
  }

  /** A copy that does not watch the first epochs. */
  public EarlyStopping startFromEpoch(int epochs) {
    return new EarlyStopping(
        monitor, minDelta, patience, mode, baseline, restoreBestWeights, epochs);
  }

  /** The epoch of the best figure, from 1; 0 before any. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** The epoch after which this callback stopped training; 0 if it did not. */
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  @Override
  public void onTrainBegin(Training training) {
    watched().require(training.figureNames(), "EarlyStopping");
    best = watched().wantsMax() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    waited = 0;
    bestEpoch = 0;
    stoppedEpoch = 0;
    bestWeights = null;
  }

  @Override
  public void onEpochEnd(Training training, History.Epoch epoch) {
    double figure = watched().read(epoch.figures(), "EarlyStopping");
    if (epoch.number() <= startFromEpoch) {
      return;
    }
    if (restoreBestWeights && bestWeights == null) {
      bestWeights = training.model().weights();
    }
    waited++;
    if (isBetter(figure, best)) {
      best = figure;
      bestEpoch = epoch.number();
      if (restoreBestWeights) {
        bestWeights = training.model().weights();
      }
      if (baseline == null || isBetter(figure, baseline)) {
        waited = 0;
      }
      return;
    }
    if (waited >= patience && epoch.number() > 1) {
      stoppedEpoch = epoch.number();
      training.stop();
    }
  }

  @Override
  public void onTrainEnd(Training training) {
    if (bestWeights != null) {
      training.model().setWeights(bestWeights);
      bestWeights = null;
    }
  }

  @Override
  public void saveState(Checkpoint.Builder state) {
    state
        .put("monitor", monitor)
        .put("best", best)
        .put("waited", waited)
        .put("best_epoch", bestEpoch)
        .put("stopped_epoch", stoppedEpoch);
    if (bestWeights != null) {
      bestWeights.forEach(state.section("best_weights")::put);
    }
  }

  @Override
  public void restoreState(Checkpoint state) {
    watched().requireSame(state, "EarlyStopping");
    best = state.number("best");
    waited = (int) state.integer("waited");
    bestEpoch = (int) state.integer("best_epoch");
    stoppedEpoch = (int) state.integer("stopped_epoch");
    Checkpoint weights = state.section("best_weights");
    bestWeights = weights.names().isEmpty() || !restoreBestWeights ? null : new LinkedHashMap<>();
    if (bestWeights != null) {
      for (String name : weights.names()) {
        bestWeights.put(name, weights.floats(name));
      }
    }
  }

  private boolean isBetter(double figure, double than) {
    return watched().isBetter(figure, than, minDelta);
  }

  private Monitor watched() {
    return new Monitor(monitor, mode);
  }

  /** For people, such as {@code EarlyStopping on val_loss, patience 3}. */
  @Override
  public String toString() {
    return "EarlyStopping on " + monitor + ", patience " + patience;
  }
}
