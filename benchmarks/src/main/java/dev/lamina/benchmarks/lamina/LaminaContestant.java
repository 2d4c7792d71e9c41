package dev.lamina.benchmarks.lamina;

import dev.lamina.benchmarks.protocol.Contestant;
import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ContestantServer;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.benchmarks.protocol.MissingException;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engines;
import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lamina by its public API: the steps of one long {@code fit}, and {@code predict}. */
public final class LaminaContestant implements Contestant {
  /** Steps in an epoch, about as many as of the 60,000 images of MNIST in batches of 128. */
  private static final int STEPS_PER_EPOCH = 480;

  private final FitGate gate = new FitGate();
  private final DTypePolicy policy;
  private final Model model;

  private LaminaContestant(ContestantOptions options, ImageData data, DTypePolicy policy)
      throws MissingException {
    this.policy = policy;
    Engines.threads(options.threads());
    Optional<String> whyNot = whyNot(policy);
    if (whyNot.isPresent()) {
      throw new MissingException(whyNot.get());
    }
    model =
        Network.named(options.network())
            .orElseThrow(() -> new IllegalArgumentException("unknown network " + options.network()))
            .compiled(policy);
    Thread thread = new Thread(() -> fit(data, options.batchSize()), "fit");
    thread.setDaemon(true);
    thread.start();
  }

  /** The process; {@code --precision mixed_bfloat16} is its own option. */
  public static void main(String[] arguments) throws IOException {
    int at = List.of(arguments).indexOf("--precision");
    DTypePolicy policy = at < 0 ? DTypePolicy.FLOAT32 : DTypePolicy.of(arguments[at + 1]);
    ContestantServer.run(arguments, (options, data) -> new LaminaContestant(options, data, policy));
  }

  /** Why layers cannot compute so on this machine; empty if they can. */
  public static Optional<String> whyNot(DTypePolicy policy) {
    return Engines.defaultEngine().whyNot(policy.computeDType());
  }

  private void fit(ImageData data, int batchSize) {
    try {
      Fit fit = Fit.epochs(Integer.MAX_VALUE).batchSize(batchSize).callbacks(gate);
      model.fit(repeated(data, STEPS_PER_EPOCH * batchSize), fit);
    } catch (Throwable e) {
      gate.fail(e);
    }
  }

  /** The images and labels, again and again, as an epoch of real data has more than a few steps. */
  public static Dataset repeated(ImageData data, int size) {
    int[] indices = new int[size];
    Arrays.setAll(indices, i -> i % ImageData.SAMPLES);
    Shape image = Shape.of(data.height(), data.width(), data.channels());
    return Dataset.of(data.images(), image, data.labels()).subset(indices);
  }

  @Override
  public String name() {
    return "lamina";
  }

  @Override
  public long parameters() {
    return model.explain().parameters();
  }

  @Override
  public Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("engine", model.engine().description());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("step", "fit, loss read each step, accuracy counted in the step");
    settings.put("precision", policy.toString());
    settings.put("infer", "predict, float[] to float[]");
    settings.put("jvm", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    return settings;
  }

  @Override
  public void train(int steps, Runnable lap) throws Exception {
    gate.run(steps, lap);
  }

  @Override
  public float[] infer(float[] images, int count) {
    return model.predict(images, count);
  }

  @Override
  public boolean takesCallers() {
    return true;
  }

  @Override
  public long nativeBytes() {
    return model.engine().allocatedBytes();
  }
}
