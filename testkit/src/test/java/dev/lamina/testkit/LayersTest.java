package dev.lamina.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Layer;
import dev.lamina.layers.pooling.GlobalMaxPool2D;
import dev.lamina.layers.pooling.MaxPooling2D;
import dev.lamina.layers.registry.Layers;
import dev.lamina.testkit.golden.GoldenCase;
import dev.lamina.testkit.golden.GoldenFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract, for every layer there is: with the arguments and on the samples of its golden
 * cases, which {@link LayerCoverageTest} asks for.
 */
class LayersTest {
  /** Differences run a layer twice for each element, so large samples would take minutes. */
  private static final int LARGEST_DIFFERENTIATED = 300;

  /** The golden cases of one config. */
  private static final class GoldenLayer extends LayerContract {
    private final Config config;
    private final List<List<Shape>> inputs;

    GoldenLayer(Config config, List<List<Shape>> inputs) {
      this.config = config;
      this.inputs = inputs;
    }

    @Override
    protected Layer layer() {
      return Layers.from(new ConfigReader(config, CustomObjects.none()));
    }

    @Override
    protected List<List<Shape>> inputs() {
      return inputs;
    }

    DynamicContainer tests(String name) {
      List<DynamicTest> tests = new ArrayList<>();
      tests.add(dynamicTest("sound graphs", this::graphsAreSoundAndKeepTheBatch));
      tests.add(dynamicTest("weights", this::weightsDependOnNeitherBatchNorMode));
      tests.add(dynamicTest("first values", this::firstValuesOfWeightsAreFinite));
      tests.add(dynamicTest("called twice", this::callingTwiceGivesTheSameGraph));
      tests.add(dynamicTest("words", this::saysWhatItIsAndWhatItIsFor));
      List<List<Shape>> small =
          inputs.stream()
              .filter(
                  sample -> sample.stream().mapToInt(Shape::size).sum() <= LARGEST_DIFFERENTIATED)
              .toList();
      if (!small.isEmpty()) {
        GoldenLayer onSmall = new GoldenLayer(config, small);
        tests.add(dynamicTest("gradients", onSmall::gradientsAgreeWithDifferences));
      }
      return DynamicContainer.dynamicContainer(name, tests);
    }
  }

  @TestFactory
  Stream<DynamicContainer> everyGoldenConfig() {
    Map<Config, List<GoldenCase>> byConfig = new LinkedHashMap<>();
    for (GoldenCase golden : GoldenFile.load("layers").cases()) {
      byConfig.computeIfAbsent(golden.config(), config -> new ArrayList<>()).add(golden);
    }
    return byConfig.entrySet().stream()
        .map(
            entry ->
                new GoldenLayer(entry.getKey(), inputs(entry.getValue()))
                    .tests(entry.getValue().get(0).name()));
  }

  /** On the first case of each class, whose arguments rule out no others. */
  @TestFactory
  Stream<DynamicTest> withersOfEveryGoldenClass() {
    Map<String, List<GoldenCase>> byClass =
        GoldenFile.load("layers").cases().stream()
            .collect(
                Collectors.groupingBy(
                    golden -> golden.text("class"), LinkedHashMap::new, Collectors.toList()));
    return byClass.entrySet().stream()
        .map(
            entry -> {
              GoldenLayer first =
                  new GoldenLayer(entry.getValue().get(0).config(), inputs(entry.getValue()));
              return dynamicTest(
                  entry.getKey(), first::withersChangeACopyOnlyAndConfigTellsAndRestoresIt);
            });
  }

  private static List<List<Shape>> inputs(List<GoldenCase> cases) {
    return cases.stream()
        .map(
            golden ->
                golden.inputs().stream().map(input -> Shape.of(input.shape()).sample()).toList())
        .distinct()
        .toList();
  }

  /** A second name in Java of what is one class in files. */
  @Nested
  class OfMaxPooling2D extends LayerContract {
    @Override
    protected Layer layer() {
      return new MaxPooling2D(2).padding("same");
    }

    @Override
    protected List<Shape> samples() {
      return List.of(Shape.of(7, 9, 4), Shape.of(5, 6, 2));
    }
  }

  /** A second name in Java of what is one class in files. */
  @Nested
  class OfGlobalMaxPool2D extends LayerContract {
    @Override
    protected Layer layer() {
      return new GlobalMaxPool2D().keepDims(true);
    }

    @Override
    protected List<Shape> samples() {
      return List.of(Shape.of(7, 9, 4), Shape.of(5, 6, 2));
    }
  }
}
