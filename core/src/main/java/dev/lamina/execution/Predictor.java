package dev.lamina.execution;

import dev.lamina.ShapeException;
import dev.lamina.Tensor;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Shape;
import dev.lamina.network.ForwardPass;
import dev.lamina.plan.Plan;
import dev.lamina.plan.StepTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a model on samples without learning. */
public final class Predictor {
  private final ModelRuntime runtime;
  private final Shape input;
  private final Shape output;

  /** Predicts with this model's weights. */
  public Predictor(ModelRuntime runtime) {
    this.runtime = runtime;
    input = runtime.network().input();
    output = runtime.network().output();
  }

  /** How many samples these numbers are; all that an array without a shape lets us check. */
  public int count(float[] samples) {
    if (samples.length == 0 || samples.length % input.size() != 0) {
      throw new ShapeException(
          "received %d numbers, expected a multiple of %d, the size of a sample of shape %s"
              .formatted(samples.length, input.size(), input));
    }
    return samples.length / input.size();
  }

  /** Checks that these numbers are so many samples. */
  public void requireCount(float[] samples, int count) {
    if (count < 1 || samples.length != (long) count * input.size()) {
      throw new ShapeException(
          "received %d numbers for %d samples, expected %d for each, the size of a sample of shape %s"
              .formatted(samples.length, count, input.size(), input));
    }
  }

  /** The outputs for a batch of samples, in pieces of at most {@code batchSize}. */
  public Tensor predict(Tensor samples, int batchSize) {
    Shape shape = samples.shape();
    if (shape.rank() != input.rank() + 1 || !shape.sample().equals(input)) {
      throw new ShapeException(
          shape.equals(input)
              ? "received one sample of shape %s, expected a batch of them; call asBatch()"
                  .formatted(shape)
              : "received samples of shape %s, expected a batch of samples of shape %s: %s"
                  .formatted(shape, input, input.batched(Math.max(1, leading(shape)))));
    }
    return Tensor.of(
        output.batched(shape.dim(0)), predict(samples.values(), shape.dim(0), batchSize));
  }

  private static int leading(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.dim(0);
  }

  /** The outputs for {@code count} samples, in pieces of at most {@code batchSize}. */
  public float[] predict(float[] samples, int count, int batchSize) {
    requireBatchSize(batchSize);
    float[] outputs = new float[Math.multiplyExact(count, output.size())];
    Engine engine = runtime.variables().engine();
    int start = 0;
    while (start < count) {
      int first = start;
      int piece = PlanSizes.next(count - start, batchSize);
      Optional<Engine> solo = solo(piece);
      if (solo.isPresent()) {
        requireFiniteWeights();
        runtime.predictAlone(solo.get(), piece, plan -> run(plan, samples, outputs, first));
      } else {
        engine.run(
            () -> {
              requireFiniteWeights();
              run(runtime.predictionPlan(piece), samples, outputs, first);
            });
      }
      start += piece;
    }
    NotFinite.spread(samples, input.size(), outputs, output.size(), count);
    return outputs;
  }

  /** Times the steps of one piece that holds all samples, run as {@link #predict} would. */
  public List<StepTime> profile(float[] samples, int runs) {
    int count = count(samples);
    Optional<Engine> solo = solo(count);
    List<StepTime> times = new ArrayList<>();
    if (solo.isPresent()) {
      Profiler profiler = new Profiler(solo.get(), runs);
      runtime.predictAlone(
          solo.get(), count, plan -> times.addAll(profiler.prediction(plan, samples)));
    } else {
      Engine engine = runtime.variables().engine();
      Plan plan = engine.call(() -> runtime.predictionPlan(count));
      times.addAll(new Profiler(engine, runs).prediction(plan, samples));
    }
    return times;
  }

  /** The engine for a piece that is done on the caller's thread; empty if the team does it. */
  private Optional<Engine> solo(int samples) {
    return SoloPlans.fits(runtime.network().multiplyAdds(), samples)
        ? runtime.variables().engine().solo()
        : Optional.empty();
  }

  private void requireFiniteWeights() {
    runtime.weights().requireFinite("the model cannot predict");
  }

  private void run(Plan plan, float[] samples, float[] outputs, int first) {
    plan.input(ForwardPass.INPUT).write(samples, first * input.size());
    plan.run();
    plan.output(StepGraph.PREDICTION).read(outputs, first * output.size());
  }

  /** The outputs for a data set's inputs, in its order. */
  public float[] predict(Dataset data, int batchSize) throws IOException {
    requireBatchSize(batchSize);
    Targets.requireInput(data, input);
    float[] outputs = new float[Math.multiplyExact(data.size(), output.size())];
    float[] inputs = new float[Math.multiplyExact(Math.min(batchSize, data.size()), input.size())];
    for (int start = 0; start < data.size(); start += batchSize) {
      int count = Math.min(batchSize, data.size() - start);
      for (int i = 0; i < count; i++) {
        data.readInput(start + i, inputs, i * input.size());
      }
      float[] results = predict(inputs, count, batchSize);
      System.arraycopy(results, 0, outputs, start * output.size(), results.length);
    }
    return outputs;
  }

  private static void requireBatchSize(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1, received " + batchSize);
    }
  }
}
