package dev.lamina.execution;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerIdentity;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Topology;
import dev.lamina.network.WeightSpec;
import dev.lamina.plan.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The weights of the layers of one model. Models that hold the same layer share its weights: the
 * first that needs them makes them, and they are freed when the last is closed.
 */
final class LayerWeights {
  private static final Map<LayerIdentity, Shared> ALL = new WeakHashMap<>();

  private final Set<LayerIdentity> held = new HashSet<>();

  /** What all models know of one layer. */
  private static final class Shared {
    final Map<String, Variables.Entry> weights = new HashMap<>();
    int models;
    boolean freed;
  }

  /**
   * Keeps the weights of these layers as long as this model is open.
   *
   * @throws LaminaException if the weights of a layer are gone, as its last model was closed
   */
  void hold(Topology topology) {
    for (Layer layer : topology.allLayers()) {
      hold(layer);
    }
  }

  /** As {@link #hold(Topology)}, of one layer or nested model. */
  void hold(Layer layer) {
    if (layer instanceof NestedNetwork nested) {
      hold(nested.topology());
      return;
    }
    synchronized (ALL) {
      Shared shared = ALL.computeIfAbsent(layer.identity(), key -> new Shared());
      if (shared.freed) {
        throw new LaminaException(
            "the weights of the layer %s are gone: the last model that had it was closed; close that model after this one, or make a new layer"
                .formatted(layer));
      }
      if (held.add(layer.identity())) {
        shared.models++;
      }
    }
  }

  /** The engine on which weights of these layers are, if there are any. */
  @Nullable Engine engine() {
    synchronized (ALL) {
      for (LayerIdentity layer : held) {
        Shared shared = ALL.get(layer);
        if (shared != null) {
          for (Variables.Entry weight : shared.weights.values()) {
            return weight.engine();
          }
        }
      }
    }
    return null;
  }

  /** The weight as another model has made it; null if this is the first. */
  Variables.@Nullable Entry find(WeightSpec weight) {
    synchronized (ALL) {
      Shared shared = ALL.get(weight.owner());
      return shared == null ? null : shared.weights.get(weight.part());
    }
  }

  /** Lets other models have a weight that this one has made. */
  void offer(WeightSpec weight, Variables.Entry entry) {
    synchronized (ALL) {
      ALL.computeIfAbsent(weight.owner(), key -> new Shared()).weights.put(weight.part(), entry);
    }
  }

  /** Lets go of all layers, and frees the weights that no other model holds. */
  void release() {
    List<Variables.Entry> unused = new ArrayList<>();
    synchronized (ALL) {
      for (LayerIdentity layer : held) {
        Shared shared = ALL.get(layer);
        if (shared != null && --shared.models == 0) {
          shared.freed = !shared.weights.isEmpty();
          unused.addAll(shared.weights.values());
          shared.weights.clear();
        }
      }
      held.clear();
    }
    unused.forEach(Variables.Entry::release);
  }
}
