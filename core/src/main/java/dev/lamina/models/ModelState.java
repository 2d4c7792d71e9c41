package dev.lamina.models;

import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.execution.Totals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All of a model that training changes, in a checkpoint. The generators of random numbers are
 * functions of the seed and of the counts of steps and epochs.
 */
final class ModelState {
  private ModelState() {}

  static void write(Model model, Totals totals, Checkpoint.Builder to) {
    model.runtime().weights().requireFiniteState("the checkpoint is not written");
    TrainingState state = model.trainingState();
    to.put("seed", model.seed()).put("steps", state.steps()).put("epochs", state.epochs());
    to.put("learning_rate", state.learningRate());
    model.weights().forEach(to.section("weights")::put);
    new TreeMap<>(state.slots()).forEach(to.section("slots")::put);
    totals.save().forEach(to.section("totals")::put);
  }

  static long seed(Checkpoint from) {
    return from.integer("seed");
  }

  static void restore(Checkpoint from, Model model, Totals totals) {
    model.setWeights(arrays(from.section("weights")));
    model.restore(
        new TrainingState(
            from.integer("steps"),
            from.integer("epochs"),
            from.number("learning_rate"),
            seed(from),
            arrays(from.section("slots"))));
    totals.restore(arrays(from.section("totals")));
  }

  private static Map<String, float[]> arrays(Checkpoint from) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (String name : from.names()) {
      arrays.put(name, from.floats(name));
    }
    return arrays;
  }
}
