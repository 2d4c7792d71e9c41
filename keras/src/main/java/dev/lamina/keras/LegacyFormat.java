package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.ModelFormat;
import dev.lamina.models.Sequential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The legacy {@code .h5} of Keras 1 to 3, which is read and not written. The optimizer's state is
 * taken over from files of Keras 3.
 *
 * <pre>{@code
 * Model model = Model.load(Path.of("old.h5"));
 * }</pre>
 */
public final class LegacyFormat implements ModelFormat {
  @Override
  public String suffix() {
    return ".h5";
  }

  @Override
  public void save(Model model, Path path) {
    throw notWritten(path);
  }

  @Override
  public void saveWeights(Model model, Path path) {
    throw notWritten(path);
  }

  private static LaminaException notWritten(Path path) {
    return new LaminaException(
        "%s: legacy .h5 files are only read; use a name that ends with .keras or .weights.h5"
            .formatted(path));
  }

  @Override
  public Model load(Path path, LoadOptions options) throws IOException {
    return Loading.of(
        path,
        () -> {
          Hdf5Object root = Hdf5Reader.read(Loading.bytes(path));
          if (!(root.attributes().get("model_config") instanceof String config)) {
            throw new LaminaException(
                "the file holds weights alone; build the model and call loadWeights");
          }
          Sequential model =
              Architecture.fromJson(Json.readObject("model_config", Json.utf8(config)), options);
          weights(root.get("model_weights"), model);
          if (options.compile()
              && root.attributes().get("training_config") instanceof String training) {
            CompileSettings.apply(
                Json.readObject("training_config", Json.utf8(training)), model, options);
            Hdf5Object optimizer = root.find("optimizer_weights");
            if (model.isCompiled() && optimizer != null) {
              optimizer(optimizer, model);
            }
          }
          return model;
        });
  }

  @Override
  public void loadWeights(Model model, Path path) throws IOException {
    Loading.of(
        path,
        () -> {
          Hdf5Object root = Hdf5Reader.read(Loading.bytes(path));
          Hdf5Object whole = root.find("model_weights");
          weights(whole == null ? root : whole, model);
          return model;
        });
  }

  /** Layers with weights are matched in order, as Keras does. */
  private static void weights(Hdf5Object group, Model model) {
    Map<String, List<Hdf5Data>> found = new LinkedHashMap<>();
    for (String layer : strings(group, "layer_names")) {
      Hdf5Object at = group.get(layer);
      List<Hdf5Data> weights = new ArrayList<>();
      for (String name : strings(at, "weight_names")) {
        weights.add(at.get(name).requireData());
      }
      if (!weights.isEmpty()) {
        found.put(layer, weights);
      }
    }
    List<String> layers =
        model.layerNames().stream()
            .filter(layer -> !Architecture.weights(model, layer).isEmpty())
            .toList();
    if (layers.size() != found.size()) {
      throw new LaminaException(
          "the file holds weights of the layers %s, expected %s".formatted(found.keySet(), layers));
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    int index = 0;
    for (List<Hdf5Data> weights : found.values()) {
      String layer = layers.get(index++);
      Weights.take(model, layer, Architecture.weights(model, layer), weights, values);
    }
    model.setWeights(values);
  }

  private static void optimizer(Hdf5Object group, Model model) {
    List<String> names = strings(group, "weight_names");
    boolean keras3 =
        names.size() >= 2
            && names.get(0).endsWith("/iteration")
            && names.get(1).endsWith("/learning_rate");
    if (keras3) {
      OptimizerState.restore(
          model, names.stream().map(name -> group.get(name).requireData()).toList());
    }
  }

  /** Long lists are split into {@code name0}, {@code name1}, ... */
  private static List<String> strings(Hdf5Object at, String attribute) {
    List<String> all = new ArrayList<>();
    if (at.attributes().containsKey(attribute)) {
      add(at, attribute, all);
      return all;
    }
    if (!at.attributes().containsKey(attribute + "0")) {
      throw new LaminaException(
          "%s has no attribute %s; these are no weights of Keras".formatted(at.path(), attribute));
    }
    for (int i = 0; at.attributes().containsKey(attribute + i); i++) {
      add(at, attribute + i, all);
    }
    return all;
  }

  private static void add(Hdf5Object at, String attribute, List<String> all) {
    if (at.attributes().get(attribute) instanceof List<?> list) {
      for (Object each : list) {
        if (!(each instanceof String text)) {
          throw new LaminaException("%s: %s must hold strings".formatted(at.path(), attribute));
        }
        all.add(text);
      }
    }
  }
}
