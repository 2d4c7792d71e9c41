package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static dev.lamina.testkit.golden.GoldenValues.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Shape;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import dev.lamina.testkit.Networks;
import java.io.IOException;
import java.util.List;

/**
 * Ten training steps of whole networks: each step's loss and accuracy, and the final weights.
 *
 * <p>Training is chaotic: an activation so near 0 that rounding decides its sign opens or closes a
 * unit, and later losses move by more than the tolerance. The golden files hold runs in which no
 * such activation occurs (tools/keras-golden/README.md tells how they were found), so that one run
 * from the exact start must agree.
 */
final class GoldenTraining {
  private static final double LOSS_TOLERANCE = 1e-4;

  /**
   * Adam moves a weight by at most about the learning rate a step, however small its gradient is;
   * where rounding decides the gradient, it decides that step. Of the way that all steps could go,
   * single weights may differ by this share.
   */
  private static final double WEIGHT_TOLERANCE = 0.1;

  /** The same for the average over a tensor, as most weights have gradients of some size. */
  private static final double MEAN_WEIGHT_TOLERANCE = 0.01;

  /** Moving averages and predictions, which follow the weights, relative to the largest. */
  private static final double RESULT_TOLERANCE = 1e-3;

  private final Engine engine;

  GoldenTraining(Engine engine) {
    this.engine = engine;
  }

  void check(GoldenCase golden) throws IOException {
    try (Sequential model = network(golden.name())) {
      model.setEngine(engine);
      initialize(model, golden);
      model.compile(
          new Adam(golden.number("learning_rate")), "sparse_categorical_crossentropy", "accuracy");
      checkSteps(model, golden);
      checkWeights(model, golden);
      checkPredictions(model, golden);
    }
  }

  private static void checkSteps(Sequential model, GoldenCase golden) throws IOException {
    float[] losses = golden.array("losses").floats();
    float[] accuracies = golden.array("accuracies").floats();
    for (int step = 0; step < losses.length; step++) {
      Dataset batch = batch(golden, step);
      History history = model.fit(batch, Fit.epochs(1).batchSize(batch.size()).shuffle(false));
      assertThat(history.get("loss").get(0))
          .as("loss of step %d", step)
          .isCloseTo((double) losses[step], within(LOSS_TOLERANCE));
      assertThat((float) (double) history.get("accuracy").get(0))
          .as("accuracy of step %d", step)
          .isEqualTo(accuracies[step]);
    }
  }

  private static void checkWeights(Sequential model, GoldenCase golden) {
    double reach = golden.integer("steps") * golden.number("learning_rate");
    List<String> names = model.weightNames();
    for (int i = 0; i < names.size(); i++) {
      String weight = "weight." + i;
      int[] indices = golden.array(weight + ".indices").ints();
      float[] expected = golden.array(weight + ".samples").floats();
      float[] values = model.weight(names.get(i));
      float[] received = new float[indices.length];
      for (int k = 0; k < indices.length; k++) {
        received[k] = values[indices[k]];
      }
      if (golden.flag(weight + ".trainable")) {
        assertThat(meanDifference(received, expected))
            .as("mean difference of %s", names.get(i))
            .isLessThanOrEqualTo(MEAN_WEIGHT_TOLERANCE * reach);
        for (int k = 0; k < indices.length; k++) {
          assertThat(Math.abs((double) received[k] - expected[k]))
              .as("difference of %s[%d]", names.get(i), indices[k])
              .isLessThanOrEqualTo(WEIGHT_TOLERANCE * reach);
        }
      } else {
        assertClose(names.get(i), received, expected, RESULT_TOLERANCE);
      }
    }
  }

  private static double meanDifference(float[] received, float[] expected) {
    double sum = 0;
    for (int i = 0; i < received.length; i++) {
      sum += Math.abs((double) received[i] - expected[i]);
    }
    return sum / received.length;
  }

  private static void checkPredictions(Sequential model, GoldenCase golden) {
    assertClose(
        "predictions",
        model.predict(images(golden, 0)),
        golden.array("predictions").floats(),
        RESULT_TOLERANCE);
  }

  private static Dataset batch(GoldenCase golden, int step) {
    int[] shape = golden.array("images").shape();
    float[] labels = slice(floats(golden.array("labels")), step, shape[0]);
    return Dataset.of(
        images(golden, step), Shape.of(shape[2], shape[3], shape[4]), labels, Shape.scalar());
  }

  private static float[] images(GoldenCase golden, int step) {
    float[] images = slice(floats(golden.array("images")), step, golden.integer("steps"));
    for (int i = 0; i < images.length; i++) {
      images[i] /= 255f;
    }
    return images;
  }

  /** As Keras began. */
  private static void initialize(Sequential model, GoldenCase golden) {
    List<String> names = model.weightNames();
    assertThat(names).hasSize(golden.integer("weights"));
    for (int i = 0; i < names.size(); i++) {
      int[] shape = golden.integers("weight." + i + ".shape");
      String kind = golden.text("weight." + i + ".name");
      assertThat(names.get(i)).endsWith("/" + kind);
      assertThat(model.weightShape(names.get(i)).toArray()).isEqualTo(shape);
      if (kind.equals("kernel")) {
        model.setWeight(
            names.get(i),
            GoldenWeights.uniform(
                golden.integer("weight_seed"),
                i,
                Shape.of(shape).size(),
                GoldenWeights.glorotLimit(shape)));
      }
    }
  }

  private static Sequential network(String name) {
    return switch (name) {
      case "reference-cnn" -> Networks.referenceCnn(0);
      case "vgg-style" -> Networks.vggStyle();
      default -> throw new IllegalArgumentException("no network for the golden run " + name);
    };
  }
}
