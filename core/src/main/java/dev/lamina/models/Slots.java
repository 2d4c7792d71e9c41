package dev.lamina.models;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.plan.Variables;
import java.util.LinkedHashMap;
import java.util.Map;

/** The optimizer's variables, by the weight's name, a slash and the slot's. */
final class Slots {
  private Slots() {}

  /** Copies of all slots that there are. */
  static Map<String, float[]> read(Variables variables) {
    Map<String, float[]> slots = new LinkedHashMap<>();
    for (String name : variables.names()) {
      if (name.startsWith(StepGraph.SLOT)) {
        slots.put(name.substring(StepGraph.SLOT.length()), variables.get(name));
      }
    }
    return slots;
  }

  /** Checks that slots belong to weights of the model and have their sizes. */
  static void require(Model model, Map<String, float[]> slots) {
    slots.forEach(
        (name, values) -> {
          Shape shape = model.weightShape(weight(name));
          if (values.length != shape.size()) {
            throw new ShapeException(
                "optimizer slot %s: received %d values, expected %d (shape %s)"
                    .formatted(name, values.length, shape.size(), shape));
          }
        });
  }

  /** Gives the model these slots and no others. */
  static void replace(Model model, Map<String, float[]> slots) {
    Variables variables = model.variables();
    variables.remove(
        variables.names().stream()
            .filter(
                name ->
                    name.startsWith(StepGraph.SLOT)
                        && !slots.containsKey(name.substring(StepGraph.SLOT.length())))
            .toList());
    slots.forEach(
        (name, values) ->
            model.keep(
                StepGraph.SLOT + name, TensorType.of(model.weightShape(weight(name))), values));
  }

  private static String weight(String slot) {
    return slot.substring(0, Math.max(0, slot.lastIndexOf('/')));
  }
}
