package dev.lamina.keras;

import dev.lamina.config.Names;
import dev.lamina.layers.Operation;
import dev.lamina.models.Model;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Topology;
import dev.lamina.network.Topology.NamedLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each layer's weights are in {@code model.weights.h5}: in groups numbered by class, never by
 * name, and those of nested models inside of the model's group.
 *
 * <p>Source: {@code _save_container_state} in keras/src/saving/saving_lib.py.
 */
final class WeightGroups {
  private final Model model;
  private final String container;
  private final boolean countedTwice;
  private final List<Group> groups = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * A layer's weights.
   *
   * @param path of the group
   * @param layer the layer's name, after those of the models that it is nested in
   * @param weights their names, in Keras's order
   */
  record Group(String path, String layer, List<String> weights) {}

  private WeightGroups(Model model, String container, boolean countedTwice) {
    this.model = model;
    this.container = container;
    this.countedTwice = countedTwice;
  }

  /**
   * The groups of a model's layers.
   *
   * @param container the name of the groups that hold a model's layers
   * @param countedTwice as Keras 2.12 did it: a layer with weights takes two numbers, so that there
   *     are conv2d, conv2d_2, conv2d_4
   */
  static List<Group> of(Model model, String container, boolean countedTwice) {
    WeightGroups made = new WeightGroups(model, container, countedTwice);
    made.add(model.topology(), container, "");
    return made.groups;
  }

  private void add(Topology topology, String group, String path) {
    Map<String, Integer> counts = new HashMap<>();
    for (NamedLayer each : topology.layers()) {
      if (each.layer() instanceof Operation) {
        continue;
      }
      String base = Names.snakeCase(each.layer().config().className());
      String layer = path + each.name();
      List<String> weights = weights(model, layer);
      int before = counts.getOrDefault(base, 0);
      counts.put(base, before + (countedTwice && !weights.isEmpty() ? 2 : 1));
      String at = group + "/" + (before == 0 ? base : base + "_" + before);
      if (each.layer() instanceof NestedNetwork nested) {
        add(nested.topology(), at + "/" + container, layer + "/");
      } else if (taken.add(layer)) {
        groups.add(new Group(at + "/vars", layer, weights));
      }
    }
  }

  /** The names of one layer's weights, or of a nested model's, in Keras's order. */
  static List<String> weights(Model model, String layer) {
    return model.weightNames().stream().filter(name -> name.startsWith(layer + "/")).toList();
  }
}
