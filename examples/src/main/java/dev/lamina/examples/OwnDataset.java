package dev.lamina.examples;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Data of one's own, made when they are asked for: noisy horizontal and vertical lines. */
public final class OwnDataset {
  private OwnDataset() {}

  /** Sample {@code index} follows from its number alone, so any thread may read it. */
  static final class Lines extends Dataset {
    private static final int SIDE = 12;

    private final int size;
    private final int first;

    Lines(int first, int size) {
      this.first = first;
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Shape inputShape() {
      return Shape.of(SIDE, SIDE, 1);
    }

    @Override
    public Shape targetShape() {
      return Shape.of();
    }

    @Override
    public OptionalInt classes() {
      return OptionalInt.of(2);
    }

    @Override
    public List<String> classNames() {
      return List.of("horizontal", "vertical");
    }

    @Override
    public void readInput(int index, float[] to, int offset) {
      var random = new SplittableRandom(first + index);
      int line = random.nextInt(SIDE);
      for (int i = 0; i < SIDE * SIDE; i++) {
        int along = isVertical(index) ? i % SIDE : i / SIDE;
        to[offset + i] = (float) (0.5 * random.nextDouble() + (along == line ? 0.5 : 0));
      }
    }

    @Override
    public void readTarget(int index, float[] to, int offset) {
      to[offset] = isVertical(index) ? 1 : 0;
    }

    private static boolean isVertical(int index) {
      return index % 2 == 1;
    }
  }

  /** Learns to tell them apart; returns loss and accuracy on lines not seen before. */
  static Map<String, Double> run() throws Exception {
    try (var model =
        new Sequential(
            new Input(12, 12, 1),
            new Conv2D(8, 3).activation("relu"),
            new MaxPool2D(2),
            new Flatten(),
            new Dense(2).activation("softmax"))) {
      model.setSeed(1);
      model.compile(new Adam(1e-2), "sparse_categorical_crossentropy", "accuracy");
      model.fit(new Lines(0, 2000), Fit.epochs(4).batchSize(50));
      return model.evaluate(new Lines(2000, 500));
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(run());
  }
}
