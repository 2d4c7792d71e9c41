package dev.lamina.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.lamina.callbacks.ProgressBar.Mode;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.models.History;
import dev.lamina.models.Model;
import dev.lamina.models.Training;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final double MILLIS = 1e6;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Run run = new Run();
  private long now = 12_345;

  private ProgressBar bar(Mode mode) {
    return new ProgressBar(new PrintStream(printed, true, StandardCharsets.UTF_8), mode, () -> now);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** Two epochs of {@code steps} steps of 100 samples, each of {@code millis}. */
  private void train(ProgressBar bar, int steps, double millis) {
    run.steps = steps;
    bar.onTrainBegin(run);
    for (run.epoch = 1; run.epoch <= run.epochs; run.epoch++) {
      run.step = 0;
      bar.onEpochBegin(run);
      while (run.step < steps) {
        run.step++;
        now += (long) (millis * MILLIS);
        bar.onBatchEnd(run);
      }
      double seconds = steps * millis / 1000;
      bar.onEpochEnd(run, new History.Epoch(run.epoch, seconds, steps * 100, run.figures()));
    }
    bar.onTrainEnd(run);
  }

  @Test
  void printsOneLineForEachShortEpochInAFile() {
    train(bar(Mode.PLAIN), 50, 10);
    assertThat(printed())
        .isEqualTo(
            """
            Epoch 1/2  0.5 s  10,000 img/s  loss 0.2500  accuracy 0.9000
            Epoch 2/2  0.5 s  10,000 img/s  loss 0.2500  accuracy 0.9000
            """);
  }

  @Test
  void printsALineEveryTenSecondsOfALongEpochInAFile() {
    train(bar(Mode.PLAIN), 25, 1000);
    assertThat(printed())
        .isEqualTo(
            """
            Epoch 1/2  step 10/25  100 img/s  ETA 0:40  loss 0.2500  accuracy 0.9000
            Epoch 1/2  step 20/25  100 img/s  ETA 0:30  loss 0.2500  accuracy 0.9000
            Epoch 1/2  25.0 s  100 img/s  loss 0.2500  accuracy 0.9000
            Epoch 2/2  step 10/25  100 img/s  ETA 0:15  loss 0.2500  accuracy 0.9000
            Epoch 2/2  step 20/25  100 img/s  ETA 0:05  loss 0.2500  accuracy 0.9000
            Epoch 2/2  25.0 s  100 img/s  loss 0.2500  accuracy 0.9000
            """);
    assertThat(run.reads)
        .as("figures read, four times to print and twice by this test")
        .isEqualTo(6);
  }

  @Test
  void redrawsOneLineOnATerminal() {
    run.epochs = 1;
    train(bar(Mode.REDRAWN), 4, 50);
    assertThat(printed().replace("\r", "\n").lines())
        .containsExactly(
            "",
            "Epoch 1/1 [                              ] 0/4",
            "Epoch 1/1 [====>     ] 2/4  2,000 img/s  ETA 0:00  loss 0.2500  accuracy 0.9000",
            "Epoch 1/1 [==========] 4/4  2,000 img/s  ETA 0:00  loss 0.2500  accuracy 0.9000",
            "Epoch 1/1  0.2 s  2,000 img/s  loss 0.2500  accuracy 0.9000                    ");
  }

  @Test
  void redrawsAtMostTenTimesASecond() {
    run.epochs = 1;
    train(bar(Mode.REDRAWN), 3000, 1);
    assertThat(printed().chars().filter(c -> c == '\r').count()).isLessThanOrEqualTo(3 * 10 + 2);
    assertThat(run.reads).isLessThanOrEqualTo(3 * 10 + 1);
  }

  @Test
  void neverDrawsALineThatMightWrap() {
    run.epochs = 1;
    for (int i = 0; i < 10; i++) {
      run.figures.put("a_metric_with_a_long_name_" + i, 0.5);
    }
    train(bar(Mode.REDRAWN), 5, 200);
    String whileRunning = printed().substring(0, printed().lastIndexOf('\r'));
    assertThat(whileRunning.split("\r")).hasSize(7).allMatch(line -> line.length() <= 79);
    assertThat(printed()).contains("a_metric_with_a_long_name_9 0.5000");
  }

  @Test
  void leavesAnUnfinishedLineWhenTrainingFails() {
    ProgressBar bar = bar(Mode.REDRAWN);
    run.steps = 10;
    bar.onTrainBegin(run);
    bar.onEpochBegin(run);
    bar.onTrainEnd(run);
    assertThat(printed()).endsWith("0/10\n");
  }

  @Test
  void writesSmallAndLargeFiguresWithTheirExponent() {
    run.epochs = 1;
    run.figures.put("loss", 1.25e-5);
    run.figures.put("accuracy", 1234567.0);
    train(bar(Mode.PLAIN), 1, 10);
    assertThat(printed()).contains("loss 1.250e-05  accuracy 1.235e+06");
  }

  @Test
  void tellsHoursThatAreLeft() {
    train(bar(Mode.PLAIN), 3, 3_600_000);
    assertThat(printed()).contains("step 2/3  0 img/s  ETA 4:00:00");
  }

  @Test
  void aStreamOfOnesOwnIsNoTerminal() {
    train(bar(Mode.AUTO), 5, 10);
    assertThat(printed()).doesNotContain("\r").contains("Epoch 1/2  0.1 s");
  }

  @Test
  void aStepThatPrintsNothingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ProgressBar bar = bar(Mode.REDRAWN);
    run.steps = 100_000;
    bar.onTrainBegin(run);
    bar.onEpochBegin(run);
    bar.onBatchEnd(run);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      bar.onBatchEnd(run);
    }
    assertThat((double) (threads.getCurrentThreadAllocatedBytes() - before))
        .isCloseTo(0, within(1000.0));
    assertThat(run.reads).isZero();
  }

  private static final class Run implements Training {
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private int epoch = 1;
    private int epochs = 2;
    private int step;
    private int steps;
    private int reads;

    Run() {
      figures.put("loss", 0.25);
      figures.put("accuracy", 0.9);
    }

    @Override
    public Model model() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int epoch() {
      return epoch;
    }

    @Override
    public int epochs() {
      return epochs;
    }

    @Override
    public int step() {
      return step;
    }

    @Override
    public int stepsPerEpoch() {
      return steps;
    }

    @Override
    public int samples() {
      return step * 100;
    }

    @Override
    public List<String> figureNames() {
      return List.copyOf(figures.keySet());
    }

    @Override
    public Map<String, Double> figures() {
      reads++;
      return figures;
    }

    @Override
    public void stop() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isComplete() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Checkpoint checkpoint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resume(Checkpoint checkpoint) {
      throw new UnsupportedOperationException();
    }
  }
}
