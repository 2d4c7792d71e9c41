package dev.lamina.models;

import dev.lamina.TrainingException;
import dev.lamina.callbacks.Callback;
import dev.lamina.callbacks.Training;
import dev.lamina.datasets.Batch;
import dev.lamina.datasets.BatchReader;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.TrainTest;
import dev.lamina.engine.Engine;
import dev.lamina.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of {@link Model#fit}. */
final class Trainer implements Training {
  private final Model model;
  private final Fit fit;
  private final Dataset data;
  private final @Nullable Evaluator validation;
  private final BatchSource source;
  private final Engine engine;
  private final RunStep run = new RunStep();
  private final List<History.Epoch> history = new ArrayList<>();
  private int epoch;
  private int step;
  private int samples;
  private boolean stopped;

  Trainer(Model model, Dataset data, Fit fit) {
    this.model = model;
    this.fit = fit;
    Dataset held = fit.validation();
    if (fit.validationSplit() > 0) {
      TrainTest parts = data.split(fit.validationSplit());
      this.data = parts.train();
      held = parts.test();
    } else {
      this.data = data;
    }
    source = new BatchSource(model, this.data, fit.batchSize(), fit.classWeights());
    validation = held == null ? null : new Evaluator(model, held, fit.batchSize());
    engine = model.variables().engine();
    run.training = true;
  }

  History run() throws IOException {
    fit.callbacks().forEach(callback -> callback.onTrainBegin(this));
    try (BatchReader reader = new BatchReader(data, fit.batchSize())) {
      for (epoch = 1; epoch <= fit.epochs() && !stopped; epoch++) {
        runEpoch(reader);
      }
    } finally {
      epoch = Math.min(epoch, fit.epochs());
      fit.callbacks().forEach(callback -> callback.onTrainEnd(this));
    }
    return new History(history);
  }

  private void runEpoch(BatchReader reader) throws IOException {
    step = 0;
    samples = 0;
    model.resetTotals();
    fit.callbacks().forEach(callback -> callback.onEpochBegin(this));
    int[] order = order(model.nextEpoch());
    long start = System.nanoTime();
    reader.start(order);
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      train(batch);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Map<String, Double> figures = new LinkedHashMap<>(model.figures(samples));
    if (validation != null) {
      validation.run().forEach((name, value) -> figures.put("val_" + name, value));
    }
    History.Epoch done = new History.Epoch(epoch, seconds, samples, figures);
    history.add(done);
    fit.callbacks().forEach(callback -> callback.onEpochEnd(this, done));
  }

  private int[] order(long epochSeen) {
    if (!fit.shuffle()) {
      return IntStream.range(0, data.size()).toArray();
    }
    Long given = fit.seed();
    return BatchReader.permutation(
        data.size(),
        given != null ? given : Seeds.of(model.seed(), "shuffle"),
        Math.toIntExact(epochSeen));
  }

  private void train(Batch batch) {
    int count = batch.count();
    source.fill(run, batch);
    run.plan = planFor(count);
    run.rate[0] = (float) model.learningRate();
    run.step[0] = (int) model.nextStep();
    engine.run(run);
    step++;
    samples += count;
    if (!Float.isFinite(run.loss[0])) {
      throw new TrainingException(
          "the loss became %s at epoch %d, step %d (learning rate %s); lower the learning rate, scale the inputs to about 0..1, and check them for NaN"
              .formatted(run.loss[0], epoch, step, model.learningRate()));
    }
    List<Callback> callbacks = fit.callbacks();
    for (int i = 0; i < callbacks.size(); i++) {
      callbacks.get(i).onBatchEnd(this);
    }
  }

  private @Nullable Plan current;
  private int currentCount;

  /** The plan for this many samples; asked of the model only when the number changes. */
  private Plan planFor(int count) {
    Plan plan = current;
    if (plan == null || currentCount != count || !plan.isCurrent()) {
      plan = engine.call(() -> model.trainingPlan(count, source.isWeighted()));
      current = plan;
      currentCount = count;
    }
    return plan;
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public int epochs() {
    return fit.epochs();
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public int stepsPerEpoch() {
    return (data.size() + fit.batchSize() - 1) / fit.batchSize();
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public Map<String, Double> figures() {
    return samples == 0 ? Map.of() : model.figures(samples);
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
