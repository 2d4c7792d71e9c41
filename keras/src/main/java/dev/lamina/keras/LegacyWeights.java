package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.keras.hdf5.Hdf5Data;
import dev.lamina.keras.hdf5.Hdf5Object;
import dev.lamina.models.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The weights of {@code .h5} files: layers and weights by the names that attributes list. */
final class LegacyWeights {
  private LegacyWeights() {}

  /** Layers with weights are matched in order, as Keras does. */
  static void apply(Hdf5Object group, Model model) {
    Map<String, List<Hdf5Data>> found = new LinkedHashMap<>();
    for (String layer : names(group, "layer_names")) {
      Hdf5Object at = group.get(layer);
      List<Hdf5Data> weights = named(at);
      if (!weights.isEmpty() && found.put(layer, weights) != null) {
        throw new LaminaException(
            "%s: the layer %s is listed twice".formatted(group.path(), layer));
      }
    }
    List<String> layers =
        model.layerNames().stream()
            .filter(layer -> !WeightGroups.weights(model, layer).isEmpty())
            .toList();
    if (layers.size() != found.size()) {
      throw new LaminaException(
          "the file holds weights of the layers %s, expected %s".formatted(found.keySet(), layers));
    }
    if (found.keySet().containsAll(layers)) {
      layers = List.copyOf(found.keySet()); // the same names, perhaps in another order
    }
    boolean turned = "theano".equals(group.attributes().get("backend"));
    Map<String, float[]> values = new LinkedHashMap<>();
    int index = 0;
    for (List<Hdf5Data> weights : found.values()) {
      String layer = layers.get(index++);
      List<String> names = trainableFirst(model, layer);
      Weights.take(model, layer, names, weights, values);
      if (turned) {
        names.forEach(
            name -> values.computeIfPresent(name, (key, value) -> turn(model, key, value)));
      }
    }
    model.setWeights(values);
  }

  /** Of nested models Keras lists first what the optimizer changes, then the rest. */
  private static List<String> trainableFirst(Model model, String layer) {
    Set<String> trainable = Set.copyOf(model.trainableWeightNames());
    List<String> names = new ArrayList<>(WeightGroups.weights(model, layer));
    names.sort(Comparator.comparing(name -> !trainable.contains(name)));
    return names;
  }

  /** The data sets that the attribute {@code weight_names} lists. */
  static List<Hdf5Data> named(Hdf5Object group) {
    List<Hdf5Data> data = new ArrayList<>();
    for (String name : names(group, "weight_names")) {
      data.add(group.get(name).requireData());
    }
    return data;
  }

  /** Theano turns kernels by 180 degrees when it convolves; the others do not. */
  private static float[] turn(Model model, String name, float[] values) {
    int[] dims = Weights.dims(model, name);
    if (dims.length != 4) {
      return values;
    }
    int filters = dims[2] * dims[3];
    int places = dims[0] * dims[1];
    float[] turned = new float[values.length];
    for (int place = 0; place < places; place++) {
      System.arraycopy(values, place * filters, turned, (places - 1 - place) * filters, filters);
    }
    return turned;
  }

  /** The strings of an attribute. Long lists are split into {@code name0}, {@code name1}, ... */
  static List<String> names(Hdf5Object at, String attribute) {
    List<String> all = new ArrayList<>();
    if (at.attributes().containsKey(attribute)) {
      add(at, attribute, all);
      return all;
    }
    if (at.attributes().containsKey("nb_layers")) {
      throw new LaminaException(
          "the file has the form of Keras 0, whose layers have no names; load it with Keras 1 and save it again");
    }
    if (!at.attributes().containsKey(attribute + "0")) {
      throw new LaminaException(
          "%s has no attribute %s; these are not weights of Keras".formatted(at.path(), attribute));
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
