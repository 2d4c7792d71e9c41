package dev.lamina.testkit.golden;

import dev.lamina.Tensor;
import dev.lamina.config.Config;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.NpyFile;
import dev.lamina.ir.Shape;
import dev.lamina.keras.KerasObject;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What real Keras has recorded of a model: its files, data, losses and predictions. */
final class GraphRun {
  private final String name;
  private final Path directory;
  private final Config expected;
  private final Map<String, Tensor> data;
  private final Map<String, Tensor> predictions;

  GraphRun(String name, Path directory) throws IOException {
    this.name = name;
    this.directory = directory;
    String json = new String(bytes("expected.json"), StandardCharsets.UTF_8);
    expected = KerasObject.read("{\"class_name\": \"Run\", \"config\": " + json + "}");
    data = arrays("data.npz");
    predictions = arrays("expected.npz");
  }

  private byte[] bytes(String file) throws IOException {
    try (InputStream in = open(file)) {
      return in.readAllBytes();
    }
  }

  private InputStream open(String file) {
    InputStream in = GraphRun.class.getResourceAsStream(path(file));
    return Objects.requireNonNull(in, () -> "there is no " + path(file));
  }

  private String path(String file) {
    return "/dev/lamina/testkit/graphs/" + name + "/" + file;
  }

  boolean has(String file) {
    return GraphRun.class.getResource(path(file)) != null;
  }

  Path file(String file) throws IOException {
    return Files.write(directory.resolve(name + "-" + file), bytes(file));
  }

  Model load(String file, LoadOptions options) throws IOException {
    return Model.load(file(file), options);
  }

  List<String> inputs() {
    return names("inputs");
  }

  List<String> outputs() {
    return names("outputs");
  }

  private List<?> list(String key) {
    return (List<?>) Objects.requireNonNull(expected.get(key));
  }

  private List<String> names(String key) {
    List<String> names = new ArrayList<>();
    list(key).forEach(each -> names.add(String.valueOf(each)));
    return names;
  }

  /** The names of Keras's layers, without inputs. */
  List<String> layers() {
    List<String> names = new ArrayList<>();
    for (Object each : list("layers")) {
      Map<?, ?> layer = (Map<?, ?>) each;
      if (!"InputLayer".equals(layer.get("class"))) {
        names.add(String.valueOf(layer.get("name")));
      }
    }
    return names;
  }

  long parameters(String kind) {
    Map<?, ?> parameters = (Map<?, ?>) Objects.requireNonNull(expected.get("parameters"));
    return ((Number) Objects.requireNonNull(parameters.get(kind))).longValue();
  }

  /** Loss and metrics of each step. */
  List<Map<String, Double>> steps() {
    List<Map<String, Double>> steps = new ArrayList<>();
    for (Object each : list("steps")) {
      Map<String, Double> figures = new LinkedHashMap<>();
      ((Map<?, ?>) each)
          .forEach(
              (key, value) -> figures.put(String.valueOf(key), ((Number) value).doubleValue()));
      steps.add(figures);
    }
    return steps;
  }

  /** The samples of one step. */
  Dataset batch(int step) {
    return Dataset.of(part(inputs(), step), part(outputs(), step));
  }

  Map<String, Tensor> inputsOf(int step) {
    return part(inputs(), step);
  }

  private Map<String, Tensor> part(List<String> names, int step) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    for (String each : names) {
      Tensor all = Objects.requireNonNull(data.get(each)); // steps, samples, the sample's axes
      Shape batch = all.shape().sample();
      int from = step * batch.size();
      part.put(each, Tensor.of(batch, Arrays.copyOfRange(all.values(), from, from + batch.size())));
    }
    return part;
  }

  /**
   * What Keras predicts for the first batch.
   *
   * @param when {@code before} or {@code after} the ten steps
   */
  Tensor prediction(String when, String output) {
    return Objects.requireNonNull(predictions.get(when + "." + output));
  }

  private Map<String, Tensor> arrays(String archive) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(open(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve("array.npy");
        Files.write(file, zip.readAllBytes());
        arrays.put(entry.getName().replaceFirst("\\.npy$", ""), read(file));
      }
    }
    return arrays;
  }

  private static Tensor read(Path file) throws IOException {
    NpyFile array = NpyFile.open(file);
    return Tensor.of(array.shape(), array.toFloats());
  }
}
