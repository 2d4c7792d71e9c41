package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.ir.Shape;
import dev.lamina.keras.hdf5.Hdf5Data;
import dev.lamina.keras.hdf5.Hdf5Writer;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.TrainingState;
import dev.lamina.optimizers.Adafactor;
import dev.lamina.optimizers.Muon;
import dev.lamina.optimizers.Nadam;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.UnsupportedOptimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /**
   * One of the optimizer's variables.
   *
   * @param slot of the model; null where Keras has a number that Lamina has not
   * @param value of that number
   */
  private record Item(@Nullable String slot, double value) {
    static Item of(String weight, String slot) {
      return new Item(weight + "/" + slot, 0);
    }
  }

  /** All variables behind iteration and learning rate, in Keras's order. */
  private static List<Item> items(Model model) {
    Optimizer optimizer = model.compilation().optimizer();
    List<String> weights = model.trainableWeightNames();
    List<Item> items = new ArrayList<>();
    if (optimizer.usesEma()) {
      weights.forEach(weight -> items.add(Item.of(weight, "average")));
    }
    if (optimizer.gradientAccumulationSteps() != null) {
      weights.forEach(weight -> items.add(Item.of(weight, "gradient_accumulator")));
    }
    if (optimizer instanceof Adafactor) {
      weights.forEach(weight -> addFactors(items, weight, model.weightShape(weight)));
      return items;
    }
    if (optimizer instanceof Muon muon) {
      for (String weight : weights) {
        items.add(Item.of(weight, "momentum"));
        if (muon.usesAdam(weight, model.weightShape(weight).rank())) {
          items.add(Item.of(weight, "velocity"));
        }
      }
      return items;
    }
    // Slots of one inner list alternate weight by weight.
    for (List<String> together : kinds(optimizer.config())) {
      for (String weight : weights) {
        together.forEach(slot -> items.add(Item.of(weight, slot)));
      }
    }
    if (optimizer instanceof Nadam nadam) {
      items.add(new Item(null, nadam.momentumProduct(updates(model))));
    }
    return items;
  }

  /** Of a weight with one axis Keras has two zeros in place of the means of rows and columns. */
  private static void addFactors(List<Item> items, String weight, Shape shape) {
    if (shape.rank() < 2) {
      items.add(new Item(null, 0));
      items.add(new Item(null, 0));
    } else {
      items.add(Item.of(weight, "rows"));
      items.add(Item.of(weight, "columns"));
    }
    items.add(Item.of(weight, "velocity"));
  }

  private static int updates(Model model) {
    Integer collected = model.compilation().optimizer().gradientAccumulationSteps();
    return (int) (model.steps() / (collected == null ? 1 : collected));
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
      case "Adadelta" -> kinds.add(List.of("accumulated_grad", "accumulated_delta_var"));
      case "Adagrad" -> kinds.add(List.of("accumulator"));
      case "Adamax" -> kinds.add(List.of("momentum", "norm"));
      case "Nadam", "Lamb" -> kinds.add(List.of("momentum", "velocity"));
      case "Ftrl" -> kinds.add(List.of("accumulator", "linear"));
      case "Lion" -> kinds.add(List.of("momentum"));
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

  private static int[] dims(Model model, String slot) {
    int slash = slot.lastIndexOf('/');
    Shape weight = model.weightShape(slot.substring(0, slash));
    Optimizer optimizer = model.compilation().optimizer();
    return optimizer.slotShape(slot.substring(slash + 1), weight).toArray();
  }

  static void write(Model model, Hdf5Writer.Group vars) {
    TrainingState state = model.trainingState();
    Optimizer optimizer = model.compilation().optimizer();
    int index = 0;
    vars.put("" + index++, state.steps());
    if (optimizer.learningRateSchedule() == null) {
      vars.put("" + index++, new int[0], new float[] {(float) state.learningRate()});
    }
    for (Item item : items(model)) {
      String slot = item.slot();
      if (slot == null) {
        vars.put("" + index++, new int[0], new float[] {(float) item.value()});
        continue;
      }
      int[] dims = dims(model, slot);
      float[] values = state.slots().get(slot);
      vars.put("" + index++, dims, values != null ? values : initial(optimizer, slot, size(dims)));
    }
  }

  /** What a slot is before the first step. */
  private static float[] initial(Optimizer optimizer, String slot, int size) {
    float[] values = new float[size];
    if (slot.endsWith("/accumulator")
        && optimizer.config().get("initial_accumulator_value") instanceof Number number) {
      Arrays.fill(values, number.floatValue());
    }
    return values;
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
    List<Item> items = items(model);
    boolean isFixed = model.compilation().optimizer().learningRateSchedule() == null;
    // No weight is a scalar.
    int first = isFixed && variables.size() > 1 && variables.get(1).dims().isEmpty() ? 2 : 1;
    if (variables.isEmpty()
        || (variables.size() != first && variables.size() != first + items.size())) {
      throw new LaminaException(
          "the optimizer has %d variables in the file, expected %d for %s; load without compile settings to leave them"
              .formatted(
                  variables.size(),
                  (isFixed ? 2 : 1) + items.size(),
                  model.compilation().optimizer().config().className()));
    }
    double rate = first == 2 ? variables.get(1).scalar() : model.learningRate();
    List<String> slots = new ArrayList<>();
    List<Hdf5Data> values = new ArrayList<>();
    for (int i = 0; i < items.size() && variables.size() > first; i++) {
      String slot = items.get(i).slot();
      if (slot != null) { // the numbers that Keras keeps beside follow from the steps
        slots.add(slot);
        values.add(variables.get(first + i));
      }
    }
    take(model, variables.get(0).scalar(), rate, slots, values);
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
