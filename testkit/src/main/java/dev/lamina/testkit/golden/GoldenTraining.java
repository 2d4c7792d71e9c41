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
import dev.lamina.models.TrainingState;
import dev.lamina.optimizers.Adam;
import dev.lamina.testkit.Networks;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Training steps of whole networks, each begun from Keras's own weights and slots: losses,
 * accuracies, all that a step changes, and predictions.
 *
 * <p>A training that runs on would be chaotic: rounding decides the sign of a tiny gradient, and
 * Adam makes a whole step of it. Here each start is a state of its own, with averages of gradients
 * in the slots, and no activation so near 0 that rounding could decide whether it counts. Keras
 * alone chose these states (tools/keras-golden/README.md). Two steps follow each start, so that
 * what the first step left must serve the second.
 *
 * <p>Each tolerance is at least ten times what rounding does to Keras itself: the difference of its
 * float32 and float64 runs, which the golden files hold and {@code GoldenFilesTest} compares.
 */
final class GoldenTraining {
  /** Absolute. */
  static final double LOSS_TOLERANCE = 3e-5;

  /** Of the loss after a step, which has all differences of the new weights in it; absolute. */
  static final double NEXT_LOSS_TOLERANCE = 1e-4;

  /** Of a weight that the optimizer changes, in learning rates. */
  static final double WEIGHT_TOLERANCE = 1e-2;

  /** Of slots, which are sums of gradients, relative to the largest. */
  static final double SLOT_TOLERANCE = 1e-3;

  /** Of moving averages and predictions, relative to the largest. */
  static final double RESULT_TOLERANCE = 2e-5;

  private final Engine engine;

  GoldenTraining(Engine engine) {
    this.engine = engine;
  }

  void check(GoldenCase golden) throws IOException {
    try (Sequential model = network(golden.name())) {
      model.setEngine(engine);
      model.compile(
          new Adam(golden.number("learning_rate")), "sparse_categorical_crossentropy", "accuracy");
      assertThat(model.weightNames()).hasSize(golden.integer("weights"));
      int[] seeds = golden.integers("seeds");
      for (int start = 0; start < seeds.length; start++) {
        begin(model, golden, seeds[start]);
        checkStep(model, golden, start, 0, LOSS_TOLERANCE);
        checkState(model, golden, start);
        assertClose(
            "predictions of start " + start,
            model.predict(images(golden, start)),
            slice(floats(golden.array("predictions")), start, seeds.length),
            RESULT_TOLERANCE);
        checkStep(model, golden, start, 1, NEXT_LOSS_TOLERANCE);
      }
    }
  }

  /** Weights and slots as Keras began. */
  private static void begin(Sequential model, GoldenCase golden, int seed) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    Map<String, float[]> slots = new LinkedHashMap<>();
    List<String> names = model.weightNames();
    int trainable = 0;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Shape shape = Shape.of(golden.integers("weight." + i + ".shape"));
      assertThat(name).endsWith("/" + golden.text("weight." + i + ".name"));
      assertThat(model.weightShape(name)).isEqualTo(shape);
      weights.put(name, GoldenWeights.weight(name, seed, i, shape));
      if (golden.flag("weight." + i + ".trainable")) {
        slots.put(
            name + "/momentum",
            GoldenWeights.uniform(
                seed,
                golden.integer("momentum_stream") + trainable,
                shape.size(),
                (float) golden.number("momentum_limit")));
        float velocity = (float) golden.number("velocity");
        slots.put(
            name + "/velocity",
            GoldenWeights.uniformAround(
                velocity,
                seed,
                golden.integer("velocity_stream") + trainable,
                shape.size(),
                (float) (golden.number("velocity") / 2)));
        trainable++;
      }
    }
    model.setWeights(weights);
    model.restore(
        new TrainingState(
            golden.integer("iterations"), 0, golden.number("learning_rate"), null, slots));
  }

  private static void checkStep(
      Sequential model, GoldenCase golden, int start, int step, double tolerance)
      throws IOException {
    int starts = golden.integer("starts");
    Dataset batch = batch(golden, (start + step) % starts);
    History history = model.fit(batch, Fit.epochs(1).batchSize(batch.size()).shuffle(false));
    assertThat(history.get("loss").get(0))
        .as("loss of start %d, step %d", start, step)
        .isCloseTo((double) golden.array("losses").floats()[2 * start + step], within(tolerance));
    assertThat((float) (double) history.get("accuracy").get(0))
        .as("accuracy of start %d, step %d", start, step)
        .isEqualTo(golden.array("accuracies").floats()[2 * start + step]);
  }

  private static void checkState(Sequential model, GoldenCase golden, int start) {
    Map<String, float[]> slots = model.trainingState().slots();
    List<String> names = model.weightNames();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String weight = "weight." + i;
      int[] indices = golden.array(weight + ".indices").ints();
      float[] received = at(model.weight(name), indices);
      float[] expected = samples(golden, weight + ".samples", start);
      String what = name + " of start " + start;
      if (golden.flag(weight + ".trainable")) {
        assertWithin(what, received, expected, WEIGHT_TOLERANCE * golden.number("learning_rate"));
        for (String slot : List.of("momentum", "velocity")) {
          assertClose(
              what + ", " + slot,
              at(Objects.requireNonNull(slots.get(name + "/" + slot), slot), indices),
              samples(golden, weight + "." + slot, start),
              SLOT_TOLERANCE);
        }
      } else {
        assertClose(what, received, expected, RESULT_TOLERANCE);
      }
    }
  }

  private static void assertWithin(
      String what, float[] received, float[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs((double) received[i] - expected[i]))
          .as("%s, sample %d: difference of %s and Keras's %s", what, i, received[i], expected[i])
          .isLessThanOrEqualTo(tolerance);
    }
  }

  private static float[] samples(GoldenCase golden, String array, int start) {
    return slice(golden.array(array).floats(), start, golden.integer("starts"));
  }

  private static float[] at(float[] values, int[] indices) {
    float[] found = new float[indices.length];
    for (int k = 0; k < indices.length; k++) {
      found[k] = values[indices[k]];
    }
    return found;
  }

  private static Dataset batch(GoldenCase golden, int number) {
    int[] shape = golden.array("images").shape();
    float[] labels = slice(floats(golden.array("labels")), number, shape[0]);
    return Dataset.of(
        images(golden, number), Shape.of(shape[2], shape[3], shape[4]), labels, Shape.scalar());
  }

  private static float[] images(GoldenCase golden, int number) {
    float[] images = slice(floats(golden.array("images")), number, golden.integer("starts"));
    for (int i = 0; i < images.length; i++) {
      images[i] /= 255f;
    }
    return images;
  }

  private static Sequential network(String name) {
    return switch (name) {
      case "reference-cnn" -> Networks.referenceCnn(0);
      case "vgg-style" -> Networks.vggStyle();
      default -> throw new IllegalArgumentException("no network for the golden run " + name);
    };
  }
}
