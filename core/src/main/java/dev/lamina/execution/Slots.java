package dev.lamina.execution;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.plan.Variables;
import java.util.LinkedHashMap;
import java.util.Map;

/** The optimizer's variables, by the weight's name, a slash and the slot's. */
final class Slots {
  /** What the variables' names begin with, as no weight's does. */
  static final String PREFIX = "/optimizer/";

  private Slots() {}

  /** Copies of all slots that there are. */
  static Map<String, float[]> read(Variables variables) {
    Map<String, float[]> slots = new LinkedHashMap<>();
    for (String name : variables.names()) {
      if (name.startsWith(PREFIX)) {
        slots.put(name.substring(PREFIX.length()), variables.get(name));
      }
    }
    return slots;
  }

  /** The moving averages among these slots, by weight. */
  static Map<String, float[]> averages(Map<String, float[]> slots) {
    Map<String, float[]> averages = new LinkedHashMap<>();
    slots.forEach(
        (name, values) -> {
          if (name.endsWith("/average")) {
            averages.put(weight(name), values);
          }
        });
    return averages;
  }

  /** Checks that slots belong to weights of the model and have their sizes. */
  static void require(ModelRuntime runtime, Map<String, float[]> slots) {
    slots.forEach(
        (name, values) -> {
          Shape shape = shape(runtime, name);
          if (values.length != shape.size()) {
            throw new ShapeException(
                "optimizer slot %s: received %d values, expected %d (shape %s)"
                    .formatted(name, values.length, shape.size(), shape));
          }
        });
  }

  /** Gives the model these slots and no others. */
  static void replace(ModelRuntime runtime, Map<String, float[]> slots) {
    Variables variables = runtime.variables();
    variables.remove(
        variables.names().stream()
            .filter(
                name ->
                    name.startsWith(PREFIX) && !slots.containsKey(name.substring(PREFIX.length())))
            .toList());
    slots.forEach(
        (name, values) -> runtime.keep(PREFIX + name, TensorType.of(shape(runtime, name)), values));
  }

  private static Shape shape(ModelRuntime runtime, String name) {
    Shape weight = runtime.weights().shape(weight(name));
    String slot = name.substring(name.lastIndexOf('/') + 1);
    return runtime.objective().optimizer().slotShape(slot, weight);
  }

  private static String weight(String slot) {
    return slot.substring(0, Math.max(0, slot.lastIndexOf('/')));
  }
}
