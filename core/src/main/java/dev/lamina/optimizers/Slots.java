package dev.lamina.optimizers;

import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Step ops take their slots as last inputs and give their new values after the weight's. */
final class Slots {
  private Slots() {}

  /** Adds {@code op}, updates the slots and returns the weight's new value. */
  static Value step(UpdateContext context, Op op, List<Value> operands, List<Value> slots) {
    List<Value> all = new ArrayList<>(operands);
    all.addAll(slots);
    List<Value> results = context.graph().addAll(op, all);
    for (int i = 0; i < slots.size(); i++) {
      context.update(slots.get(i), results.get(i + 1));
    }
    return results.get(0);
  }
}
