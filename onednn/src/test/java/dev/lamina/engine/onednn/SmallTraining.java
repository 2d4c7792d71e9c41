package dev.lamina.engine.onednn;

import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import dev.lamina.testkit.ChildJvm;
import java.io.IOException;

/**
 * A program for {@link ChildJvm}: trains a few steps on both engines, and prints how the fast one
 * describes itself and whether they agree. Its argument is a number of threads.
 */
final class SmallTraining {
  static final double TOLERANCE = 1e-3;

  private static final int IMAGES = 64;

  private SmallTraining() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      Engines.threads(Integer.parseInt(arguments[0]));
    }
    System.out.println(Engines.named("onednn").description());
    double difference = largestDifference();
    if (!(difference < TOLERANCE)) {
      System.out.println("different by " + difference);
      System.exit(1);
    }
    System.out.println("equal");
  }

  /** Of the predictions after training on one engine and on the other. */
  static double largestDifference() throws IOException {
    float[] actual = predictions("onednn");
    float[] expected = predictions("reference");
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isFinite(actual[i])) {
        return Double.NaN;
      }
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    return largest;
  }

  private static float[] predictions(String engine) throws IOException {
    try (Sequential model = trained(Engines.named(engine))) {
      return model.predict(images());
    }
  }

  /** The same images each time: how many predictions there are, and of what. */
  static float[] images() {
    return Testing.random(IMAGES * 12 * 12);
  }

  /** A model after two epochs, to be closed. Same engine, same bits. */
  static Sequential trained(Engine engine) throws IOException {
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % 4;
    }
    Sequential model =
        new Sequential(
            new Input(12, 12, 1),
            new Conv2D(16, 3).padding("same").activation("tanh"),
            new Conv2D(32, 3).padding("same").activation("tanh"),
            new MaxPool2D(2),
            new Flatten(),
            new Dense(4).activation("softmax"));
    model.setEngine(engine);
    model.setSeed(1);
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    Dataset data = Dataset.of(images(), Shape.of(12, 12, 1), labels);
    model.fit(data, Fit.epochs(2).batchSize(16).shuffle(false));
    return model;
  }
}
