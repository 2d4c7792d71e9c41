package dev.lamina.execution;

import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Inputs of a training step that follow from its number alone. */
final class StepNumbers {
  private static final String PREFIX = "/number/"; // no weight begins so

  private final List<Entry> all = new ArrayList<>();
  private final float[] real = new float[1];
  private final int[] whole = new int[1];

  private record Entry(Value input, IntToDoubleFunction ofStep) {}

  /** The input of this name, made on first use. */
  Value input(GraphBuilder graph, String name, DType type, IntToDoubleFunction ofStep) {
    String path = PREFIX + name;
    for (Entry entry : all) {
      if (entry.input.name().equals(path)) {
        return entry.input;
      }
    }
    Value input = graph.input(path, new TensorType(type, Shape.scalar()));
    all.add(new Entry(input, ofStep));
    return input;
  }

  /** Feeds a plan for the step of this number, from 1. Allocates nothing. */
  void write(Plan plan, int step) {
    for (int i = 0; i < all.size(); i++) {
      Entry entry = all.get(i);
      double value = entry.ofStep.applyAsDouble(step);
      if (entry.input.type().dtype() == DType.INT32) {
        whole[0] = (int) value;
        plan.input(entry.input.name()).write(whole, 0);
      } else {
        real[0] = (float) value;
        plan.input(entry.input.name()).write(real, 0);
      }
    }
  }
}
