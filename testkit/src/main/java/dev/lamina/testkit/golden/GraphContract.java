package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.Tensor;
import dev.lamina.datasets.NpyFile;
import dev.lamina.engine.Engine;
import dev.lamina.layers.Layer;
import dev.lamina.layers.Operation;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functional models of real Keras: read, trained for ten steps as Keras did, written and read
 * again. Their files are made by {@code tools/keras-golden/make_graphs.py}.
 */
public abstract class GraphContract {
  private static final List<String> MODELS =
      List.of(
          "mobilenetv2_tiny",
          "nested",
          "op_nodes",
          "regularized",
          "resnet20",
          "siamese",
          "siamese_ops",
          "two_in_two_out",
          "unet");

  /** A directory in which the trained models are left for Keras; see tools/keras-roundtrip. */
  private static final @Nullable String KEPT = System.getProperty("dev.lamina.testkit.graphs");

  @TempDir Path directory = Path.of("");

  /** The engine that is compared with Keras. */
  protected abstract Engine engine();

  /** How many of Keras's ten steps of a model are done. */
  protected int steps(String model) {
    return 10;
  }

  @TestFactory
  List<DynamicTest> predictsAndTrainsAsKeras() {
    return MODELS.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> predictsAndTrains(name)))
        .toList();
  }

  private void predictsAndTrains(String name) throws IOException {
    GraphRun run = new GraphRun(name, directory);
    try (Model model = load(run, "initial.keras")) {
      assertThat(model.inputNames()).isEqualTo(run.inputs());
      assertThat(model.outputNames()).isEqualTo(run.outputs());
      assertThat(namesWithoutOperations(model)).isEqualTo(run.layers());
      assertThat(parameters(model, model.weightNames())).isEqualTo(run.parameters("total"));
      assertThat(parameters(model, model.trainableWeightNames()))
          .isEqualTo(run.parameters("trainable"));
      requirePredictions(run, model, "before", 1e-5f);
      List<Map<String, Double>> expected = run.steps();
      for (int step = 0; step < Math.min(steps(name), expected.size()); step++) {
        requireFigures(step, model.trainOnBatch(run.batch(step)), expected.get(step));
      }
      if (steps(name) >= expected.size()) {
        requirePredictions(run, model, "after", 1e-3f);
      }
      keep(name, run, model);
      writtenAndReadAgainItIsTheSame(run, model);
    }
  }

  private static void keep(String name, GraphRun run, Model model) throws IOException {
    if (KEPT != null) {
      Path folder = Files.createDirectories(Path.of(KEPT));
      model.save(folder.resolve(name + ".keras"));
      for (Map.Entry<String, Tensor> each : model.predict(run.inputsOf(0)).entrySet()) {
        Path file = folder.resolve(name + "." + each.getKey() + ".npy");
        NpyFile.write(file, each.getValue().shape(), each.getValue().values());
      }
    }
  }

  private Model load(GraphRun run, String file) throws IOException {
    return run.load(file, LoadOptions.defaults().engine(engine().name()));
  }

  private static void requireFigures(
      int step, Map<String, Double> figures, Map<String, Double> expected) {
    assertThat(figures.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (name, value) ->
            assertThat(figures.get(name))
                .as("%s of step %d", name, step)
                .isCloseTo(value, within(1e-4)));
  }

  private void writtenAndReadAgainItIsTheSame(GraphRun run, Model model) throws IOException {
    Path file = directory.resolve("written.keras");
    model.save(file);
    try (Model again = Model.load(file, LoadOptions.defaults().engine(engine().name()))) {
      assertThat(again.layerNames()).isEqualTo(model.layerNames());
      assertThat(again.weightNames()).isEqualTo(model.weightNames());
      model
          .weights()
          .forEach((name, values) -> assertThat(again.weight(name)).as(name).isEqualTo(values));
      assertThat(again.trainingState().slots().keySet())
          .isEqualTo(model.trainingState().slots().keySet());
      assertThat(again.trainOnBatch(run.batch(0))).isEqualTo(model.trainOnBatch(run.batch(0)));
    }
  }

  @TestFactory
  List<DynamicTest> otherFilesHoldTheSame() {
    return MODELS.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> otherFiles(name)))
        .toList();
  }

  private void otherFiles(String name) throws IOException {
    GraphRun run = new GraphRun(name, directory);
    List<Model> models = new ArrayList<>();
    if (run.has("initial.h5")) {
      models.add(load(run, "initial.h5"));
    }
    if (run.has("initial.weights.h5")) {
      Model other = load(run, "trained.keras");
      other.loadWeights(run.file("initial.weights.h5"));
      models.add(other);
    }
    for (Model model : models) {
      requirePredictions(run, model, "before", 1e-5f);
      model.close();
    }
    if (run.has("trained.keras")) {
      try (Model model = load(run, "trained.keras")) {
        requirePredictions(run, model, "after", 1e-5f);
        assertThat(model.steps()).isEqualTo(run.steps().size());
        assertThat(model.trainingState().slots()).isNotEmpty();
      }
    }
  }

  /** Keras does not count operations among the layers. */
  private static List<String> namesWithoutOperations(Model model) {
    List<String> names = new ArrayList<>(model.layerNames());
    List<Layer> layers = model.layers();
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i) instanceof Operation) {
        names.remove(i);
      }
    }
    return names;
  }

  private static long parameters(Model model, List<String> weights) {
    return weights.stream().mapToLong(name -> model.weightShape(name).size()).sum();
  }

  private static void requirePredictions(GraphRun run, Model model, String when, float tolerance) {
    Map<String, Tensor> predictions = model.predict(run.inputsOf(0));
    for (String output : run.outputs()) {
      assertThat(Objects.requireNonNull(predictions.get(output)).values())
          .as("%s %s", output, when)
          .containsExactly(run.prediction(when, output).values(), within(tolerance));
    }
  }
}
