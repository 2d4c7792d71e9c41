package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code model.weights.h5}: weights, and the optimizer's variables. */
final class Weights {
  private Weights() {}

  static byte[] write(Model model, boolean optimizer) {
    Sequential sequential = Architecture.sequential(model);
    var root = new Hdf5Writer.Group();
    root.group("vars");
    Hdf5Writer.Group layers = root.group("layers");
    List<String> groups = Architecture.groups(sequential);
    Map<String, float[]> values = model.weights();
    for (int i = 0; i < groups.size(); i++) {
      Hdf5Writer.Group vars = layers.group(groups.get(i)).group("vars");
      int index = 0;
      for (String weight : Architecture.weights(model, model.layerNames().get(i))) {
        vars.put("" + index++, Architecture.dims(model, weight), value(values, weight));
      }
    }
    if (optimizer) {
      OptimizerState.write(model, root.group("optimizer").group("vars"));
    }
    return Hdf5Writer.write(root);
  }

  private static float[] value(Map<String, float[]> values, String weight) {
    float[] found = values.get(weight);
    if (found == null) {
      throw new IllegalStateException(weight);
    }
    return found;
  }

  /** Reads and checks all weights before the model gets any. */
  static void apply(Hdf5Object root, Model model) {
    Sequential sequential = Architecture.sequential(model);
    Hdf5Object layers = root.find("layers");
    boolean old = layers == null;
    if (layers == null) {
      layers = root.find("_layer_checkpoint_dependencies"); // Keras 2.12 and 2.13
    }
    if (layers == null) {
      throw new LaminaException(
          "the file holds no weights of layers: it has no group named layers");
    }
    List<String> groups = Architecture.groups(sequential);
    if (old && !holds(layers, model, groups)) {
      groups = Architecture.groups(sequential, true);
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      String layer = model.layerNames().get(i);
      List<String> weights = Architecture.weights(model, layer);
      Hdf5Object vars = layers.find(groups.get(i) + "/vars");
      take(model, layer, weights, vars == null ? List.of() : indexed(vars), values);
    }
    model.setWeights(values);
  }

  /** Whether all layers that have weights have groups of these names. */
  private static boolean holds(Hdf5Object layers, Model model, List<String> groups) {
    for (int i = 0; i < groups.size(); i++) {
      boolean needed = !Architecture.weights(model, model.layerNames().get(i)).isEmpty();
      if (needed && layers.find(groups.get(i) + "/vars") == null) {
        return false;
      }
    }
    return true;
  }

  static void take(
      Model model,
      String layer,
      List<String> weights,
      List<Hdf5Data> found,
      Map<String, float[]> values) {
    if (found.size() != weights.size()) {
      throw new LaminaException(
          "layer '%s' has %d weights in the file, expected %d: %s"
              .formatted(layer, found.size(), weights.size(), weights));
    }
    for (int i = 0; i < weights.size(); i++) {
      values.put(weights.get(i), found.get(i).floats(Architecture.dims(model, weights.get(i))));
    }
  }

  /** The variables 0, 1, 2, ... of a group. */
  static List<Hdf5Data> indexed(Hdf5Object vars) {
    List<Hdf5Data> list = new ArrayList<>();
    for (int i = 0; i < vars.children().size(); i++) {
      list.add(vars.get("" + i).requireData());
    }
    return list;
  }
}
