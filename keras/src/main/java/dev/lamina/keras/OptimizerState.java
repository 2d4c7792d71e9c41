package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.keras.hdf5.Hdf5Data;
import dev.lamina.keras.hdf5.Hdf5Writer;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.TrainingState;
import dev.lamina.optimizers.UnsupportedOptimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The optimizer's variables in Keras's order: iteration, learning rate, slots. */
final class OptimizerState {
  private OptimizerState() {}

  /** Whether the model has an optimizer whose state can be taken over. */
  static boolean isWanted(Model model) {
    return model.isCompiled() && !(model.compilation().optimizer() instanceof UnsupportedOptimizer);
  }

  /** Restores, or tells a tolerant caller why not; predictions do not need the state. */
  static void tolerantly(LoadOptions options, Runnable restoring) {
    Consumer<String> told = options.tolerant();
    try {
      restoring.run();
    } catch (LaminaException e) {
      if (told == null) {
        throw e;
      }
      told.accept("the optimizer starts anew: its state is not taken over: " + e.getMessage());
    }
  }

  /** The names of all slots. Slots of one inner list alternate weight by weight. */
  static List<String> slots(Model model) {
    List<String> weights = model.trainableWeightNames();
    List<String> names = new ArrayList<>();
    for (List<String> together : kinds(model.compilation().optimizer().config())) {
      for (String weight : weights) {
        together.forEach(slot -> names.add(weight + "/" + slot));
      }
    }
    return names;
  }

  private static List<List<String>> kinds(Config optimizer) {
    boolean momentum =
        optimizer.get("momentum") instanceof Number number && number.doubleValue() > 0;
    List<List<String>> kinds = new ArrayList<>();
    switch (optimizer.className()) {
      case "Adam", "AdamW" -> {
        kinds.add(List.of("momentum", "velocity"));
        if (Boolean.TRUE.equals(optimizer.get("amsgrad"))) {
          kinds.add(List.of("velocity_hat"));
        }
      }
      case "SGD" -> {
        if (momentum) {
          kinds.add(List.of("momentum"));
        }
      }
      case "RMSprop" -> {
        kinds.add(List.of("velocity"));
        if (momentum) {
          kinds.add(List.of("momentum"));
        }
        if (Boolean.TRUE.equals(optimizer.get("centered"))) {
          kinds.add(List.of("average_gradient"));
        }
      }
      default ->
          throw new LaminaException(
              "the state of the optimizer %s cannot be saved".formatted(optimizer.className()));
    }
    return kinds;
  }

  /** The names of all slots kind after kind, which is how optimizers before Keras 2.11 had them. */
  static List<String> slotsByKind(Model model) {
    List<String> names = new ArrayList<>();
    for (List<String> together : kinds(model.compilation().optimizer().config())) {
      for (String slot : together) {
        model.trainableWeightNames().forEach(weight -> names.add(weight + "/" + slot));
      }
    }
    return names;
  }

  static int[] dims(Model model, String slot) {
    return Weights.dims(model, slot.substring(0, slot.lastIndexOf('/')));
  }

  static void write(Model model, Hdf5Writer.Group vars) {
    TrainingState state = model.trainingState();
    vars.put("0", state.steps());
    vars.put("1", new int[0], new float[] {(float) state.learningRate()});
    int index = 2;
    for (String slot : slots(model)) {
      int[] dims = dims(model, slot);
      float[] values = state.slots().get(slot);
      vars.put("" + index++, dims, values != null ? values : new float[size(dims)]);
    }
  }

  private static int size(int[] dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /**
   * Takes over a state: the iteration, the learning rate, which Keras 2.12 left out, and the slots,
   * which an optimizer that has done no step has not.
   */
  static void restore(Model model, List<Hdf5Data> variables) {
    List<String> slots = slots(model);
    // No weight is a scalar.
    int first = variables.size() > 1 && variables.get(1).dims().isEmpty() ? 2 : 1;
    if (variables.isEmpty()
        || (variables.size() != first && variables.size() != first + slots.size())) {
      throw new LaminaException(
          "the optimizer has %d variables in the file, expected %d for %s; load without compile settings to leave them"
              .formatted(
                  variables.size(),
                  2 + slots.size(),
                  model.compilation().optimizer().config().className()));
    }
    double rate = first == 2 ? variables.get(1).scalar() : model.learningRate();
    take(
        model,
        variables.get(0).scalar(),
        rate,
        variables.size() == first ? List.of() : slots,
        variables.subList(first, variables.size()));
  }

  /** Takes over the values of these slots. */
  static void take(
      Model model, double steps, double rate, List<String> slots, List<Hdf5Data> variables) {
    if (!(steps >= 0 && steps < Integer.MAX_VALUE) || !(rate >= 0) || Double.isInfinite(rate)) {
      throw new LaminaException(
          "the optimizer's iteration and learning rate must be numbers >= 0, received %s and %s"
              .formatted(steps, rate));
    }
    if ((float) rate == (float) model.learningRate()) {
      rate = model.learningRate(); // the settings have it with all its digits
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      values.put(slots.get(i), variables.get(i).floats(dims(model, slots.get(i))));
    }
    model.restore(new TrainingState((long) steps, 0, rate, null, values));
  }
}
