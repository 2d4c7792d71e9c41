package dev.lamina.callbacks;

import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Training;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/**
 * Prints how training goes: epoch, step, samples per second, the time that is left for all epochs
 * (ETA), loss and metrics. On a terminal one line is redrawn, at most ten times a second:
 *
 * <pre>
 * Epoch 2/5 [=====>        ] 187/469  12,801 img/s  ETA 0:18  loss 0.4312  accuracy 0.8431
 * </pre>
 *
 * Elsewhere, such as in a file, there is one plain line for each epoch, and one every ten seconds
 * within long ones.
 *
 * <pre>{@code
 * model.fit(train, Fit.epochs(5).callbacks(new ProgressBar()));
 * }</pre>
 */
public final class ProgressBar implements Callback {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;

  /** One less than 80, as some terminals wrap a line that is full. */
  private static final int COLUMNS = 79;

  private static final int LONGEST_BAR = 30;
  private static final int SHORTEST_BAR = 4;

  private final PrintStream out;
  private final boolean redraws;
  private final LongSupplier clock;

  private long stepsDone;
  private long firstStepEnd;
  private long epochStart;
  private int samplesBefore;
  private long nextPrint;
  private int shown;

  /** How to show progress. */
  public enum Mode {
    /**
     * {@link #REDRAWN} where the stream is the program's own and a terminal, else {@link #PLAIN}.
     */
    AUTO,
    /** One line, drawn again and again. */
    REDRAWN,
    /** Lines that stay. */
    PLAIN
  }

  /** To the standard output, as Keras does. */
  public ProgressBar() {
    this(System.out, Mode.AUTO);
  }

  /** To this stream, in this way. */
  public ProgressBar(PrintStream out, Mode mode) {
    this(out, mode, System::nanoTime);
  }

  ProgressBar(PrintStream out, Mode mode, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
    redraws = mode == Mode.REDRAWN || (mode == Mode.AUTO && Terminal.isBehind(out));
  }

  @Override
  public void onTrainBegin(Training training) {
    stepsDone = 0;
    shown = 0;
  }

  @Override
  public void onEpochBegin(Training training) {
    epochStart = clock.getAsLong();
    samplesBefore = training.samples(); // not 0 where an interrupted epoch goes on
    nextPrint = epochStart + interval();
    if (redraws) {
      redraw(bar(training, epochStart));
    }
  }

  /** Reads the clock; the figures are read only when it is time to print them. */
  @Override
  public void onBatchEnd(Training training) {
    long now = clock.getAsLong();
    stepsDone++;
    if (stepsDone == 1) {
      firstStepEnd = now;
    }
    if (now - nextPrint < 0) {
      return;
    }
    nextPrint = now + interval();
    if (redraws) {
      redraw(bar(training, now));
    } else {
      out.println(epoch(training) + "  step " + steps(training) + measured(training, now));
      out.flush();
    }
  }

  @Override
  public void onEpochEnd(Training training, History.Epoch epoch) {
    String line =
        String.format(
            Locale.ROOT,
            "%s  %.1f s  %,.0f img/s%s",
            epoch(training),
            epoch.seconds(),
            epoch.samplesPerSecond(),
            figures(epoch.figures()));
    if (redraws) {
      redraw(line);
      shown = 0;
    }
    out.println(redraws ? "" : line);
    out.flush();
  }

  /** Leaves the line that an error has cut short. */
  @Override
  public void onTrainEnd(Training training) {
    if (shown > 0) {
      out.println();
      shown = 0;
    }
  }

  private long interval() {
    return redraws ? REDRAW_NANOS : LINE_NANOS;
  }

  /** Spaces rather than escape codes remove what is left of a longer line: every terminal can. */
  private void redraw(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    out.flush();
    shown = line.length();
  }

  private String bar(Training training, long now) {
    String head = epoch(training);
    String tail = " " + steps(training) + measured(training, now);
    int width = Math.min(LONGEST_BAR, COLUMNS - head.length() - tail.length() - 3);
    String bar = "";
    if (width >= SHORTEST_BAR) {
      int done = (int) ((long) width * training.step() / training.stepsPerEpoch());
      String tip = done == 0 || done == width ? "=".repeat(done) : "=".repeat(done - 1) + ">";
      bar = " [" + tip + " ".repeat(width - done) + "]";
    }
    String line = head + bar + tail;
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
  }

  /** {@code Epoch 2/10}, of one width in all epochs. */
  private static String epoch(Training training) {
    return "Epoch " + of(training.epoch(), training.epochs());
  }

  private static String steps(Training training) {
    return of(training.step(), training.stepsPerEpoch());
  }

  private static String of(int done, int all) {
    String total = String.valueOf(all);
    String number = String.valueOf(done);
    return " ".repeat(Math.max(0, total.length() - number.length())) + number + "/" + total;
  }

  /** Speed, time left and figures, as far as they are known yet. */
  private String measured(Training training, long now) {
    if (training.samples() == samplesBefore) {
      return "";
    }
    double seconds = (now - epochStart) * 1e-9;
    return String.format(
        Locale.ROOT,
        "  %,.0f img/s%s%s",
        (training.samples() - samplesBefore) / seconds,
        timeLeft(training, now),
        figures(training.figures()));
  }

  /** From the pace since the first step, which is slower than all others. */
  private String timeLeft(Training training, long now) {
    if (stepsDone < 2) {
      return "";
    }
    double secondsPerStep = (now - firstStepEnd) * 1e-9 / (stepsDone - 1);
    long all = (long) training.epochs() * training.stepsPerEpoch();
    long done = (training.epoch() - 1L) * training.stepsPerEpoch() + training.step();
    long seconds = Math.round(secondsPerStep * (all - done));
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "  ETA %d:%02d", minutes, seconds % 60)
        : String.format(
            Locale.ROOT, "  ETA %d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }

  private static String figures(Map<String, Double> figures) {
    StringJoiner text = new StringJoiner("");
    figures.forEach((name, value) -> text.add("  " + name + " " + figure(value)));
    return text.toString();
  }

  private static String figure(double value) {
    double size = Math.abs(value);
    String format = value == 0 || (size >= 1e-3 && size < 1e5) ? "%.4f" : "%.3e";
    return String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    return "ProgressBar";
  }
}
