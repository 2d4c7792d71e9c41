package dev.lamina.testkit.golden;

import dev.lamina.engine.Engine;
import java.io.IOException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The numbers of Keras, on any engine: layers, activations, losses, metrics and optimizers run op
 * by op, and give what Keras gave. Outputs agree to 1e-5 and gradients to 1e-4 of their largest
 * element.
 *
 * <pre>{@code
 * class ReferenceGoldenTest extends GoldenContract {
 *   @Override
 *   protected Engine engine() {
 *     return ReferenceEngine.float32();
 *   }
 * }
 * }</pre>
 */
public abstract class GoldenContract {
  static final double OUTPUT_TOLERANCE = 1e-5;
  static final double GRADIENT_TOLERANCE = 1e-4;

  /** The engine to run on. */
  protected abstract Engine engine();

  @TestFactory
  final Stream<DynamicTest> layers() {
    GoldenLayers check = new GoldenLayers(engine());
    return tests("layers", golden -> true, check::check);
  }

  @TestFactory
  final Stream<DynamicTest> activations() {
    GoldenLayers check = new GoldenLayers(engine());
    return tests("activations", golden -> true, check::checkActivation);
  }

  /** Without the argument ignore_class, which there is not here. */
  @TestFactory
  final Stream<DynamicTest> losses() {
    GoldenLosses check = new GoldenLosses(engine());
    return tests("losses", golden -> !golden.has("config.ignore_class"), check::check);
  }

  @TestFactory
  final Stream<DynamicTest> metrics() {
    GoldenMetrics check = new GoldenMetrics(engine());
    return tests("metrics", golden -> !golden.has("resolved"), check::check);
  }

  @TestFactory
  final Stream<DynamicTest> accuracyByShapes() {
    GoldenMetrics check = new GoldenMetrics(engine());
    return tests("metrics", golden -> golden.has("resolved"), check::checkAccuracy);
  }

  @TestFactory
  final Stream<DynamicTest> optimizers() {
    GoldenOptimizers check = new GoldenOptimizers(engine());
    return tests("optimizers", golden -> true, check::check);
  }

  /** Ten steps of two whole networks. */
  @TestFactory
  final Stream<DynamicTest> training() {
    GoldenTraining check = new GoldenTraining(engine());
    return tests("training", golden -> true, check::check);
  }

  private static Stream<DynamicTest> tests(
      String family, Predicate<GoldenCase> included, Check check) {
    return GoldenFile.load(family).cases().stream()
        .filter(included)
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check.run(golden)));
  }

  private interface Check {
    void run(GoldenCase golden) throws IOException;
  }
}
