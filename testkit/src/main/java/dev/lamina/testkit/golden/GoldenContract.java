package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Engine;
import java.io.IOException;
import java.util.List;
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
    return tests("layers", 574, golden -> true, check::check);
  }

  @TestFactory
  final Stream<DynamicTest> activations() {
    GoldenLayers check = new GoldenLayers(engine());
    return tests("activations", 44, golden -> true, check::checkActivation);
  }

  @TestFactory
  final Stream<DynamicTest> losses() {
    GoldenLosses check = new GoldenLosses(engine());
    return tests("losses", 681, golden -> true, check::check);
  }

  @TestFactory
  final Stream<DynamicTest> metrics() {
    GoldenMetrics check = new GoldenMetrics(engine());
    return tests("metrics", 343, golden -> !golden.has("resolved"), check::check);
  }

  @TestFactory
  final Stream<DynamicTest> accuracyByShapes() {
    GoldenMetrics check = new GoldenMetrics(engine());
    return tests("metrics", 10, golden -> golden.has("resolved"), check::checkAccuracy);
  }

  @TestFactory
  final Stream<DynamicTest> optimizers() {
    GoldenOptimizers check = new GoldenOptimizers(engine());
    return tests("optimizers", 100, golden -> true, check::check);
  }

  @TestFactory
  final Stream<DynamicTest> constraints() {
    GoldenConstraints check = new GoldenConstraints(engine());
    return tests("constraints", 35, golden -> true, check::check);
  }

  /** Steps of two whole networks. */
  @TestFactory
  final Stream<DynamicTest> training() {
    GoldenTraining check = new GoldenTraining(engine());
    return tests("training", 2, golden -> true, check::check);
  }

  private static Stream<DynamicTest> tests(
      String family, int atLeast, Predicate<GoldenCase> included, Check check) {
    return included(family, GoldenFile.load(family).cases(), atLeast, included).stream()
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check.run(golden)));
  }

  /** The cases to check. Fewer than there once were would be a contract that checks less. */
  static List<GoldenCase> included(
      String family, List<GoldenCase> cases, int atLeast, Predicate<GoldenCase> included) {
    List<GoldenCase> found = cases.stream().filter(included).toList();
    assertThat(found)
        .as("golden cases of family \"%s\" to check; were some lost when it was remade?", family)
        .hasSizeGreaterThanOrEqualTo(atLeast);
    return found;
  }

  private interface Check {
    void run(GoldenCase golden) throws IOException;
  }
}
