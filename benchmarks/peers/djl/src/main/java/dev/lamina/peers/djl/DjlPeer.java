package dev.lamina.peers.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import dev.lamina.benchmarks.protocol.BatchContestant;
import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.benchmarks.protocol.MissingException;
import dev.lamina.benchmarks.protocol.ParameterCounts;
import dev.lamina.benchmarks.protocol.Restart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** DJL on PyTorch: a {@code Trainer} with Adam, and its {@code evaluate}. */
public final class DjlPeer extends BatchContestant {
  private final ImageData data;
  private final int batchSize;
  private final Map<String, String> settings;
  private final Model model;
  private final Trainer trainer;
  private final ByteBuffer batch;

  DjlPeer(ContestantOptions options, ImageData data, Restart restart) throws MissingException {
    super(options, data);
    this.data = data;
    batchSize = options.batchSize();
    settings = restart.settings();
    engine().setRandomSeed(1);
    model = Model.newInstance(options.network(), "PyTorch");
    model.setBlock(DjlNetworks.named(options.network()));
    Adam adam =
        Adam.builder().optLearningRateTracker(Tracker.fixed(1e-3f)).optEpsilon(1e-7f).build();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(adam));
    trainer.initialize(new Shape(batchSize, data.channels(), data.height(), data.width()));
    ParameterCounts.check(options.network(), parameters());
    batch = floats(batchSize);
  }

  /** PyTorch, from the class path alone: DJL would otherwise download it. */
  private static Engine engine() throws MissingException {
    if (DjlPeer.class.getResource("/native/lib/pytorch.properties") == null) {
      throw new MissingException("ai.djl.pytorch:pytorch-native-cpu for this platform");
    }
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException e) {
      throw new MissingException("PyTorch's native library: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public long parameters() {
    long sum = 0;
    for (Parameter parameter : model.getBlock().getParameters().values()) {
      sum += parameter.getArray().size();
    }
    return sum;
  }

  @Override
  public Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("djl", Engine.getDjlVersion());
    versions.put("pytorch", Engine.getEngine("PyTorch").getVersion());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("step", "Trainer, Adam, channels_last by a transposed view of NHWC");
    all.put("infer", "Trainer.evaluate without gradients, channels_last");
    return all;
  }

  @Override
  public StepResult step(int[] samples) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDArray labels = manager.create(gather(samples));
      NDList images = new NDList(channelsFirst(manager, batch, batchSize));
      NDArray value;
      NDArray logits;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        logits = trainer.forward(images).singletonOrThrow();
        value = trainer.getLoss().evaluate(new NDList(labels), new NDList(logits));
        collector.backward(value);
      }
      trainer.step();
      JniUtils.setGradMode(false);
      NDArray hits = logits.argMax(1).eq(labels).sum();
      return new StepResult(value.getFloat(), hits.getLong() / (double) samples.length);
    }
  }

  /** Copies samples into {@link #batch} and returns their labels. */
  private long[] gather(int[] samples) {
    FloatBuffer to = batch.asFloatBuffer();
    long[] labels = new long[samples.length];
    for (int i = 0; i < samples.length; i++) {
      to.put(data.images(), samples[i] * data.imageSize(), data.imageSize());
      labels[i] = data.labels()[samples[i]];
    }
    return labels;
  }

  @Override
  public float[] infer(float[] images, int count) {
    ByteBuffer copy = count == batchSize ? batch : floats(count);
    copy.asFloatBuffer().put(images);
    JniUtils.setGradMode(false);
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDList input = new NDList(channelsFirst(manager, copy, count));
      return trainer.evaluate(input).singletonOrThrow().softmax(1).toFloatArray();
    }
  }

  /** NHWC memory is a channels_last tensor as it is. */
  private NDArray channelsFirst(NDManager manager, ByteBuffer images, int count) {
    Shape shape = new Shape(count, data.height(), data.width(), data.channels());
    return manager.create(images, shape, DataType.FLOAT32).transpose(0, 3, 1, 2);
  }

  private ByteBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * data.imageSize() * Float.BYTES)
        .order(ByteOrder.nativeOrder());
  }
}
