package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.datasets.Batch;
import dev.lamina.datasets.BatchReader;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.TrainTest;
import dev.lamina.execution.BatchSource;
import dev.lamina.execution.Evaluator;
import dev.lamina.execution.ModelRuntime;
import dev.lamina.execution.Totals;
import dev.lamina.execution.TrainingSteps;
import dev.lamina.network.Seeds;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of {@link Model#fit}. */
final class Trainer implements Training {
  // The sections of a checkpoint
  private static final String SETTINGS = "settings";
  private static final String PROGRESS = "progress";
  private static final String MODEL = "model";
  private static final String CALLBACKS = "callbacks";

  private final Model model;
  private final Fit fit;
  private final Dataset data;
  private final @Nullable Dataset validationData;
  private final @Nullable Evaluator validation;
  private final TrainingSteps steps;
  private final Totals totals;
  private final Supplier<String> place = this::place;
  private final List<History.Epoch> history = new ArrayList<>();
  private int epoch;
  private int step;
  private int samples;
  private double earlierSeconds; // of the running epoch, before it was interrupted
  private long epochStart;
  private boolean inEpoch;
  private boolean stopped;
  private boolean failed;
  private Phase phase = Phase.RUNNING;
  private @Nullable Checkpoint resumed;

  /** When checkpoints are given and taken. */
  private enum Phase {
    BEGINNING,
    SAFE_POINT,
    RUNNING
  }

  Trainer(Model model, Dataset data, Fit fit) {
    this.model = model;
    this.fit = fit;
    Dataset all = fit.weigh(data);
    Dataset held = fit.validation();
    if (fit.validationSplit() > 0) {
      TrainTest parts = all.split(fit.validationSplit());
      this.data = parts.train();
      held = parts.test();
    } else {
      this.data = all;
    }
    ModelRuntime runtime = model.runtime();
    BatchSource source = new BatchSource(runtime, this.data, fit.batchSize(), fit.classWeights());
    validationData = held;
    validation = held == null ? null : new Evaluator(runtime, held, fit.batchSize());
    steps = new TrainingSteps(runtime, source);
    totals = steps.totals();
  }

  History run() throws IOException {
    List<Callback> begun = new ArrayList<>();
    try {
      phase = Phase.BEGINNING;
      for (Callback callback : fit.callbacks()) {
        callback.onTrainBegin(this);
        begun.add(callback);
      }
      phase = Phase.RUNNING;
      runEpochs();
      model.runtime().useAverages();
    } catch (Throwable e) {
      failed = true;
      try {
        end(begun);
      } catch (Throwable further) {
        e.addSuppressed(further);
      }
      throw e;
    }
    end(begun);
    return new History(history);
  }

  private void runEpochs() throws IOException {
    try (BatchReader reader = new BatchReader(data, fit.batchSize())) {
      if (resumed != null) {
        goOn(resumed);
      }
      while (inEpoch || !isComplete()) {
        if (!inEpoch) {
          beginEpoch();
        }
        runEpoch(reader);
      }
    }
  }

  /** Tells them all, also when one fails. */
  @SuppressWarnings("try") // the rest is for the end only
  private void end(List<Callback> callbacks) throws IOException {
    if (!callbacks.isEmpty()) {
      try (Closeable rest = () -> end(callbacks.subList(1, callbacks.size()))) {
        callbacks.get(0).onTrainEnd(this);
      }
    }
  }

  private void beginEpoch() throws IOException {
    epoch = history.size() + 1;
    step = 0;
    samples = 0;
    earlierSeconds = 0;
    totals.reset();
    for (Callback callback : fit.callbacks()) {
      callback.onEpochBegin(this);
    }
    model.runtime().counters().nextEpoch();
    inEpoch = true;
  }

  /** Runs what is left of the epoch. */
  private void runEpoch(BatchReader reader) throws IOException {
    int[] order = order(model.runtime().counters().epochs() - 1);
    epochStart = System.nanoTime();
    reader.start(Arrays.copyOfRange(order, samples, order.length));
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      train(batch);
    }
    steps.requireAllFinite(place);
    double seconds = seconds();
    Map<String, Double> figures = new LinkedHashMap<>(totals.figures(samples));
    if (validation != null) {
      validation.run().forEach((name, value) -> figures.put("val_" + name, value));
    }
    History.Epoch done = new History.Epoch(epoch, seconds, samples, figures);
    history.add(done);
    for (Callback callback : fit.callbacks()) {
      callback.onEpochEnd(this, done);
    }
    inEpoch = false;
    safePoint();
  }

  private double seconds() {
    return earlierSeconds + (System.nanoTime() - epochStart) * 1e-9;
  }

  private void safePoint() throws IOException {
    phase = Phase.SAFE_POINT;
    List<Callback> callbacks = fit.callbacks();
    for (int i = 0; i < callbacks.size(); i++) {
      callbacks.get(i).onSafePoint(this);
    }
    phase = Phase.RUNNING;
  }

  private void goOn(Checkpoint checkpoint) throws IOException {
    Progress progress = Progress.read(checkpoint.section(PROGRESS));
    history.addAll(progress.history());
    stopped = progress.stopped();
    step = progress.step();
    samples = progress.samples();
    earlierSeconds = progress.seconds();
    inEpoch = step > 0;
    epoch = history.size() + (inEpoch ? 1 : 0);
    restore(checkpoint);
    // As in a training from the beginning, the plan for whole batches comes first: it decides in
    // which layout the weights are kept, and with that the order of some sums.
    steps.plan(Math.min(fit.batchSize(), data.size()));
    if (inEpoch) {
      for (Callback callback : fit.callbacks()) {
        callback.onEpochBegin(this);
      }
      restore(checkpoint); // what they may have changed, such as the learning rate
    }
  }

  /** Callbacks first: they may refuse. */
  private void restore(Checkpoint checkpoint) {
    Checkpoint states = checkpoint.section(CALLBACKS);
    CallbackNames names = new CallbackNames();
    for (Callback callback : fit.callbacks()) {
      Checkpoint state = states.section(names.next(callback));
      if (!state.names().isEmpty()) {
        callback.restoreState(state);
      }
    }
    ModelState.restore(checkpoint.section(MODEL), model, totals);
  }

  @Override
  public Checkpoint checkpoint() throws IOException {
    if (phase != Phase.SAFE_POINT) {
      throw new IllegalStateException(
          "a checkpoint can be taken in Callback.onSafePoint only; elsewhere callbacks may still"
              + " change the model");
    }
    Checkpoint.Builder builder = new Checkpoint.Builder();
    settings().write(builder.section(SETTINGS));
    new Progress(
            history, inEpoch ? step : 0, inEpoch ? samples : 0, inEpoch ? seconds() : 0, stopped)
        .write(builder.section(PROGRESS));
    ModelState.write(model, totals, builder.section(MODEL));
    CallbackNames names = new CallbackNames();
    for (Callback callback : fit.callbacks()) {
      callback.saveState(builder.section(CALLBACKS).section(names.next(callback)));
    }
    return builder.build();
  }

  @Override
  public void resume(Checkpoint checkpoint) throws IOException {
    if (phase != Phase.BEGINNING) {
      throw new IllegalStateException("training can be resumed in Callback.onTrainBegin only");
    }
    List<String> differences = new ArrayList<>();
    long seed = ModelState.seed(checkpoint.section(MODEL));
    if (model.runtime().isSeedGiven() && model.seed() != seed) {
      differences.add(RunSettings.difference("the model's seed", model.seed(), seed));
    }
    settings().requireSame(RunSettings.read(checkpoint.section(SETTINGS)), differences);
    Progress progress = Progress.read(checkpoint.section(PROGRESS));
    if (progress.samples() != Math.min((long) progress.step() * fit.batchSize(), data.size())) {
      throw new LaminaException(
          "the checkpoint does not hold together: %d steps of %d samples, but %d samples done"
              .formatted(progress.step(), fit.batchSize(), progress.samples()));
    }
    int reached = progress.history().size() + (progress.step() > 0 ? 1 : 0);
    if (reached > fit.epochs()) {
      throw new LaminaException(
          "the checkpoint has come to epoch %d, but fit is to train %d; ask for at least %d epochs"
              .formatted(reached, fit.epochs(), reached));
    }
    resumed = checkpoint;
  }

  private @Nullable RunSettings settings;

  private RunSettings settings() throws IOException {
    if (settings == null) {
      settings = RunSettings.of(model, fit, data, validationData);
    }
    return settings;
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

  private void train(Batch batch) throws IOException {
    step++;
    steps.run(batch, place);
    samples += batch.count();
    steps.requireFinite(place);
    List<Callback> callbacks = fit.callbacks();
    for (int i = 0; i < callbacks.size(); i++) {
      callbacks.get(i).onBatchEnd(this);
    }
    safePoint();
  }

  private String place() {
    return " at epoch %d, step %d".formatted(epoch, step);
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
  public List<String> figureNames() {
    List<String> names = new ArrayList<>(model.runtime().objective().figureNames());
    if (validation != null) {
      model.runtime().objective().figureNames().forEach(name -> names.add("val_" + name));
    }
    return names;
  }

  @Override
  public Map<String, Double> figures() {
    return samples == 0 ? Map.of() : totals.figures(samples);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean isComplete() {
    return !failed && !inEpoch && (stopped || history.size() >= fit.epochs());
  }

  /** Names callbacks in checkpoints by their class, and numbers those of one class. */
  private static final class CallbackNames {
    private final Map<String, Integer> counts = new HashMap<>();

    String next(Callback callback) {
      String name = callback.getClass().getName();
      return name + " " + counts.merge(name, 1, Integer::sum);
    }
  }
}
