package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.keras.hdf5.Hdf5Data;
import dev.lamina.keras.hdf5.Hdf5Object;
import dev.lamina.keras.hdf5.Hdf5Writer;
import dev.lamina.models.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code model.weights.h5}: weights, and the optimizer's variables. */
final class Weights {
  private static final String LAYERS = "layers";
  private static final String OLD_LAYERS = "_layer_checkpoint_dependencies"; // Keras 2.12, 2.13

  private Weights() {}

  /** The dimensions of a weight. */
  static int[] dims(Model model, String weight) {
    return model.weightShape(weight).toArray();
  }

  static byte[] write(Model model, boolean optimizer) {
    var root = new Hdf5Writer.Group();
    root.group("vars");
    root.group(LAYERS);
    Map<String, float[]> values = model.weights();
    for (WeightGroups.Group group : WeightGroups.of(model, LAYERS, false)) {
      Hdf5Writer.Group vars = root.at(group.path());
      int index = 0;
      for (String weight : group.weights()) {
        vars.put("" + index++, dims(model, weight), value(values, weight));
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
    List<WeightGroups.Group> groups = groups(root, model);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (WeightGroups.Group group : groups) {
      Hdf5Object vars = root.find(group.path());
      List<Hdf5Data> found = vars == null ? List.of() : indexed(vars);
      take(model, group.layer(), group.weights(), found, values);
    }
    model.setWeights(values);
  }

  private static List<WeightGroups.Group> groups(Hdf5Object root, Model model) {
    if (root.find(LAYERS) != null) {
      return WeightGroups.of(model, LAYERS, false);
    }
    if (root.find(OLD_LAYERS) == null) {
      throw new LaminaException(
          "the file holds no weights of layers: it has no group named layers");
    }
    List<WeightGroups.Group> groups = WeightGroups.of(model, OLD_LAYERS, false);
    boolean holds =
        groups.stream()
            .allMatch(group -> group.weights().isEmpty() || root.find(group.path()) != null);
    return holds ? groups : WeightGroups.of(model, OLD_LAYERS, true);
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
      values.put(weights.get(i), found.get(i).floats(dims(model, weights.get(i))));
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
