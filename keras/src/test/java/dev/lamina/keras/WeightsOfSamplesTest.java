package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.metrics.Metric;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loss and metrics with weights of samples and classes are what real Keras reports, by name too.
 */
class WeightsOfSamplesTest {
  private static final Map<Integer, Double> CLASS_WEIGHTS = Map.of(0, 2.0, 1, 0.5, 2, 1.25);
  private static final int BATCH = 5;

  @TempDir Path temporary;
  private final Properties golden = new Properties();
  private Path file;
  private float[] weights;
  private Dataset data;

  @BeforeEach
  void read() throws IOException {
    try (InputStream in = WeightsOfSamplesTest.class.getResourceAsStream("weighted.properties")) {
      golden.load(in);
    }
    file = temporary.resolve("weighted.keras");
    try (InputStream in = WeightsOfSamplesTest.class.getResourceAsStream("weighted.keras")) {
      Files.copy(in, file);
    }
    float[] labels = numbers("y");
    int[] y = new int[labels.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (int) labels[i];
    }
    data = Dataset.of(numbers("x"), Shape.of(4), y);
    weights = numbers("weights");
  }

  private float[] numbers(String name) {
    String[] texts = golden.getProperty(name).split(",");
    float[] numbers = new float[texts.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(texts[i]);
    }
    return numbers;
  }

  private Model model() throws IOException {
    return Model.load(file, LoadOptions.defaults().engine("reference"));
  }

  private static Fit fit() {
    return Fit.epochs(2).batchSize(BATCH).shuffle(false);
  }

  /** The figures of Keras for this case. */
  private Set<String> names(String caseName) {
    Set<String> names = new TreeSet<>();
    for (String key : golden.stringPropertyNames()) {
      if (key.startsWith(caseName + ".")) {
        names.add(key.substring(caseName.length() + 1));
      }
    }
    return names;
  }

  private void check(String caseName, Dataset train, Fit fit) throws IOException {
    try (Model model = model()) {
      History history = model.fit(train, fit);
      assertThat(history.last().keySet()).containsExactlyInAnyOrderElementsOf(names(caseName));
      for (String name : names(caseName)) {
        float[] expected = numbers(caseName + "." + name);
        for (int epoch = 0; epoch < expected.length; epoch++) {
          assertThat(history.get(name).get(epoch))
              .as("%s, %s of epoch %d", caseName, name, epoch + 1)
              .isCloseTo(expected[epoch], within(5e-6));
        }
      }
    }
  }

  private void check(String caseName, Dataset test) throws IOException {
    try (Model model = model()) {
      Map<String, Double> figures = model.evaluate(test, BATCH);
      assertThat(figures.keySet()).containsExactlyInAnyOrderElementsOf(names(caseName));
      for (String name : names(caseName)) {
        assertThat(figures.get(name))
            .as("%s, %s", caseName, name)
            .isCloseTo(numbers(caseName + "." + name)[0], within(5e-6));
      }
    }
  }

  @Test
  void trainingIsAsInKeras() throws IOException {
    check("plain", data, fit());
    check("samples", data, fit().sampleWeights(weights));
    check("samples", data.withSampleWeights(weights), fit());
    check("classes", data, fit().classWeights(CLASS_WEIGHTS));
    check("both", data, fit().sampleWeights(weights).classWeights(CLASS_WEIGHTS));
    check("split", data, fit().sampleWeights(weights).validationSplit(0.3));
    check(
        "validation",
        data,
        fit().classWeights(CLASS_WEIGHTS).validation(data.withSampleWeights(weights).take(9)));
    check("zero", data, fit().sampleWeights(new float[weights.length]));
  }

  @Test
  void evaluationIsAsInKeras() throws IOException {
    check("evaluate-plain", data);
    check("evaluate-samples", data.withSampleWeights(weights));
  }

  @Test
  void weightedMetricsAreSavedAndLoaded() throws IOException {
    Path saved = temporary.resolve("saved.keras");
    try (Model model = model()) {
      assertThat(names(model.compilation().metrics())).containsExactly("accuracy");
      assertThat(names(model.compilation().weightedMetrics())).containsExactly("accuracy", "top2");
      model.save(saved);
      try (Model again = Model.load(saved, LoadOptions.defaults().engine("reference"))) {
        assertThat(again.compilation().metrics()).isEqualTo(model.compilation().metrics());
        assertThat(again.compilation().weightedMetrics())
            .isEqualTo(model.compilation().weightedMetrics());
      }
    }
  }

  private static List<String> names(List<Metric> metrics) {
    return metrics.stream().map(Metric::name).toList();
  }
}
