package dev.lamina.execution;

import dev.lamina.datasets.Batch;
import dev.lamina.datasets.BatchReader;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Layout;
import dev.lamina.network.ForwardPass;
import dev.lamina.plan.Plan;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.StepTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Times the steps of plans. */
public final class Profiler {
  /** Runs before the first that counts, in which caches fill and code is compiled. */
  private static final int WARM_UPS = 10;

  private final Engine engine;
  private final int runs;

  /**
   * Takes the median of so many runs.
   *
   * @throws IllegalArgumentException below 1
   */
  public Profiler(Engine engine, int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("runs must be >= 1, received " + runs);
    }
    this.engine = engine;
    this.runs = runs;
  }

  /** Times training steps on the first batch of the data. */
  public List<StepTime> training(ModelRuntime runtime, Dataset data, int batchSize)
      throws IOException {
    BatchSource source = new BatchSource(runtime, data, batchSize, Map.of());
    try (BatchReader reader = new BatchReader(data, batchSize)) {
      reader.start();
      Batch batch = reader.next();
      if (batch == null) {
        throw new IllegalArgumentException("a profile needs data, received " + data);
      }
      RunStep step = source.step();
      step.training = true;
      source.fill(step, batch, () -> "");
      Plan plan = engine.call(() -> runtime.trainingPlan(batch.count(), source.isWeighted()));
      step.numbers = runtime.stepNumbers();
      List<Layout> fed = plan.inputs().stream().map(Buffer::layout).toList();
      return profile(
          plan,
          fed,
          () -> {
            step.rate[0] = (float) runtime.counters().learningRate();
            step.step[0] = (int) runtime.counters().nextStep();
            step.feed(plan);
          });
    }
  }

  List<StepTime> prediction(Plan plan, List<float[]> samples) {
    return profile(
        plan,
        plan.inputs().stream().map(Buffer::layout).toList(),
        () -> {
          for (int i = 0; i < samples.size(); i++) {
            plan.input(ForwardPass.inputName(i)).write(samples.get(i), 0);
          }
        });
  }

  private List<StepTime> profile(Plan plan, List<Layout> fed, Runnable feed) {
    List<PlanStep> steps = new ArrayList<>();
    steps.add(new PlanStep("feed", "copy java", List.of(), List.of(), fed));
    steps.addAll(plan.steps());
    Samples samples = new Samples(steps.size());
    for (int run = -WARM_UPS; run < runs; run++) {
      samples.begin(Math.max(0, run));
      engine.run(
          () -> {
            long start = System.nanoTime();
            feed.run();
            samples.accept(System.nanoTime() - start);
            plan.run(samples);
          });
    }
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      times.add(new StepTime(steps.get(i), samples.medianSeconds(i)));
    }
    return times;
  }

  /** The times of each step in each run. */
  private final class Samples implements LongConsumer {
    private final long[][] nanoseconds;
    private int run;
    private int step;

    Samples(int steps) {
      nanoseconds = new long[steps][runs];
    }

    void begin(int number) {
      run = number;
      step = 0;
    }

    @Override
    public void accept(long value) {
      nanoseconds[step++][run] = value;
    }

    double medianSeconds(int index) {
      long[] sorted = nanoseconds[index].clone();
      Arrays.sort(sorted);
      return (sorted[(runs - 1) / 2] + sorted[runs / 2]) * 0.5e-9;
    }
  }
}
