package dev.lamina.execution;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.network.Topology;
import dev.lamina.network.Topology.NamedLayer;
import java.util.ArrayList;
import java.util.List;

/** Refuses to compute what needs an argument of a file's layer that Lamina does not have. */
final class LeftOut {
  private static final String PENALTY = "_regularizer";

  private LeftOut() {}

  /** Training needs regularizers, whose penalty has a gradient, and constraints on weights. */
  static void requireNoneToTrain(Topology topology) {
    require(topology, "trained", "");
  }

  /** The loss has the penalties of regularizers; a constraint has done its work in training. */
  static void requireNoneToEvaluate(Topology topology) {
    require(topology, "evaluated", PENALTY);
  }

  private static void require(Topology topology, String done, String suffix) {
    List<String> found = new ArrayList<>();
    for (NamedLayer each : topology.flat().layers()) {
      each.layer()
          .leftOut()
          .forEach(
              (name, value) -> {
                if (name.endsWith(suffix)) {
                  found.add("layer '%s': %s=%s".formatted(each.name(), name, describe(value)));
                }
              });
    }
    if (!found.isEmpty()) {
      throw new LaminaException(
          "the model cannot be %s: its file has what Lamina does not support (%s), without which the result would be another; it can predict"
              .formatted(done, String.join(", ", found)));
    }
  }

  private static String describe(Object value) {
    return value instanceof Config config ? config.className() : String.valueOf(value);
  }
}
