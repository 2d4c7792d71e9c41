package dev.lamina.execution;

import dev.lamina.ShapeException;
import dev.lamina.Tensor;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Shape;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.Topology.Port;
import dev.lamina.plan.Plan;
import dev.lamina.plan.StepTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Runs a model on samples without learning. */
public final class Predictor {
  private final ModelRuntime runtime;
  private final List<Port> inputs;
  private final List<Port> outputs;

  /** Predicts with this model's weights. */
  public Predictor(ModelRuntime runtime) {
    this.runtime = runtime;
    inputs = runtime.network().topology().inputs();
    outputs = runtime.network().topology().outputs();
  }

  /** How many samples these numbers are; all that an array without a shape lets us check. */
  public int count(float[] samples) {
    Shape input = runtime.network().input();
    if (samples.length == 0 || samples.length % input.size() != 0) {
      throw new ShapeException(
          "received %d numbers, expected a multiple of %d, the size of a sample of shape %s"
              .formatted(samples.length, input.size(), input));
    }
    return samples.length / input.size();
  }

  /** Checks that these numbers are so many samples. */
  public void requireCount(float[] samples, int count) {
    Shape input = runtime.network().input();
    if (count < 1 || samples.length != (long) count * input.size()) {
      throw new ShapeException(
          "received %d numbers for %d samples, expected %d for each, the size of a sample of shape %s"
              .formatted(samples.length, count, input.size(), input));
    }
  }

  /** The outputs for batches of samples, one for each input, in pieces of at most this size. */
  public List<Tensor> predict(List<Tensor> samples, int batchSize) {
    if (samples.size() != inputs.size()) {
      throw new ShapeException(
          "received %d inputs, expected %d: %s"
              .formatted(samples.size(), inputs.size(), inputs.stream().map(Port::name).toList()));
    }
    int count = 0;
    float[][] values = new float[samples.size()][];
    for (int i = 0; i < values.length; i++) {
      requireBatch(samples.get(i).shape(), inputs.get(i));
      int given = samples.get(i).shape().dim(0);
      if (i > 0 && given != count) {
        throw new ShapeException(
            "received %d samples for \"%s\" and %d for \"%s\", expected as many of each"
                .formatted(count, inputs.get(0).name(), given, inputs.get(i).name()));
      }
      count = given;
      values[i] = samples.get(i).values();
    }
    float[][] results = predict(values, count, batchSize);
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      tensors.add(Tensor.of(outputs.get(i).shape().batched(count), results[i]));
    }
    return tensors;
  }

  /** As {@link #predict(List, int)}, by the names of inputs and outputs. */
  public Map<String, Tensor> predict(Map<String, Tensor> samples, int batchSize) {
    List<String> names = inputs.stream().map(Port::name).toList();
    if (!samples.keySet().equals(Set.copyOf(names))) {
      throw new ShapeException(
          "received the inputs %s, expected %s".formatted(samples.keySet(), names));
    }
    List<Tensor> ordered = new ArrayList<>();
    for (String name : names) {
      ordered.add(Objects.requireNonNull(samples.get(name)));
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    List<Tensor> results = predict(ordered, batchSize);
    for (int i = 0; i < results.size(); i++) {
      named.put(outputs.get(i).name(), results.get(i));
    }
    return named;
  }

  private void requireBatch(Shape shape, Port port) {
    Shape input = port.shape();
    if (shape.rank() != input.rank() + 1 || !shape.sample().equals(input)) {
      String where = inputs.size() == 1 ? "" : port.name() + ": ";
      throw new ShapeException(
          where
              + (shape.equals(input)
                  ? "received one sample of shape %s, expected a batch of them; call asBatch()"
                      .formatted(shape)
                  : "received samples of shape %s, expected a batch of samples of shape %s: %s"
                      .formatted(shape, input, input.batched(Math.max(1, leading(shape))))));
    }
  }

  private static int leading(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.dim(0);
  }

  /** The only output for {@code count} samples of the only input. */
  public float[] predict(float[] samples, int count, int batchSize) {
    runtime.network().output(); // there is only one
    return predict(new float[][] {samples}, count, batchSize)[0];
  }

  /** The outputs for {@code count} samples, in pieces of at most {@code batchSize}. */
  private float[][] predict(float[][] samples, int count, int batchSize) {
    requireBatchSize(batchSize);
    float[][] results = new float[outputs.size()][];
    for (int i = 0; i < results.length; i++) {
      results[i] = new float[Math.multiplyExact(count, outputs.get(i).shape().size())];
    }
    Engine engine = runtime.variables().engine();
    int start = 0;
    while (start < count) {
      int first = start;
      int piece = PlanSizes.next(count - start, batchSize);
      Optional<Engine> solo = solo(piece);
      if (solo.isPresent()) {
        requireFiniteWeights();
        runtime.predictAlone(solo.get(), piece, plan -> run(plan, samples, results, first));
      } else {
        engine.run(
            () -> {
              requireFiniteWeights();
              run(runtime.predictionPlan(piece), samples, results, first);
            });
      }
      start += piece;
    }
    for (int i = 0; i < samples.length; i++) {
      for (int k = 0; k < results.length; k++) {
        NotFinite.spread(
            samples[i],
            inputs.get(i).shape().size(),
            results[k],
            outputs.get(k).shape().size(),
            count);
      }
    }
    return results;
  }

  /** Times the steps of one piece that holds all samples, run as {@link #predict} would. */
  public List<StepTime> profile(float[] samples, int runs) {
    return profile(List.of(samples), count(samples), runs);
  }

  private List<StepTime> profile(List<float[]> samples, int count, int runs) {
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

  private void run(Plan plan, float[][] samples, float[][] results, int first) {
    for (int i = 0; i < samples.length; i++) {
      plan.input(ForwardPass.inputName(i)).write(samples[i], first * inputs.get(i).shape().size());
    }
    plan.run();
    for (int i = 0; i < results.length; i++) {
      plan.output(StepGraph.predictionName(i))
          .read(results[i], first * outputs.get(i).shape().size());
    }
  }

  /** The only output for a data set's inputs, in its order. */
  public float[] predict(Dataset data, int batchSize) throws IOException {
    runtime.network().output(); // there is only one
    return predictAll(data, batchSize).get(0).values();
  }

  /** The outputs for a data set's inputs, in its order. */
  public List<Tensor> predictAll(Dataset data, int batchSize) throws IOException {
    requireBatchSize(batchSize);
    Feed feed = Targets.inputs(data, inputs);
    int most = Math.min(batchSize, data.size());
    float[][] samples = new float[inputs.size()][];
    for (int k = 0; k < samples.length; k++) {
      samples[k] = new float[Math.multiplyExact(most, feed.parts().get(k).size())];
    }
    List<Tensor> results = new ArrayList<>();
    for (Port output : outputs) {
      int size = Math.multiplyExact(data.size(), output.shape().size());
      results.add(Tensor.of(output.shape().batched(data.size()), new float[size]));
    }
    for (int start = 0; start < data.size(); start += batchSize) {
      int count = Math.min(batchSize, data.size() - start);
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < samples.length; k++) {
          Feed.Part part = feed.parts().get(k);
          data.readInput(part.array(), start + i, samples[k], i * part.size());
        }
      }
      float[][] piece = predict(samples, count, batchSize);
      for (int k = 0; k < piece.length; k++) {
        int size = outputs.get(k).shape().size();
        System.arraycopy(piece[k], 0, results.get(k).values(), start * size, piece[k].length);
      }
    }
    return results;
  }

  private static void requireBatchSize(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1, received " + batchSize);
    }
  }
}
