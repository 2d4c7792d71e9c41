package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.keras.hdf5.Hdf5Data;
import dev.lamina.models.Model;
import java.util.List;

/**
 * The optimizer's variables in whole-model {@code .h5} files. From Keras 2.11 on they are those of
 * {@link OptimizerState}; before, they are the count of steps and the slots, kind after kind.
 *
 * <p>Source: {@code get_updates} in keras/optimizers.py up to 2.3, {@code _create_slots} in
 * tensorflow/python/keras/optimizer_v2 up to 2.10.
 */
final class LegacyOptimizerState {
  private LegacyOptimizerState() {}

  static void restore(Model model, List<String> names, List<Hdf5Data> variables) {
    if (names.isEmpty()) {
      return;
    }
    int scale =
        names.indexOf(
            names.stream().filter(name -> name.endsWith("/dynamic_scale")).findFirst().orElse(""));
    if (scale >= 0) { // the inner optimizer's follow those of LossScaleOptimizer
      restore(
          model,
          names.subList(scale + 1, names.size()),
          variables.subList(scale + 1, variables.size()));
      return;
    }
    String first = names.get(0).replaceFirst(":0$", "");
    if (first.substring(first.lastIndexOf('/') + 1).equals("iteration")) {
      OptimizerState.restore(model, variables);
    } else {
      byKind(model, variables);
    }
  }

  private static void byKind(Model model, List<Hdf5Data> variables) {
    Config optimizer = model.compilation().optimizer().config();
    // RMSprop up to Keras 2.2 did not save the steps. No slot is a scalar.
    boolean counted = variables.get(0).dims().isEmpty();
    List<Hdf5Data> found = variables.subList(counted ? 1 : 0, variables.size());
    List<String> slots = OptimizerState.slotsByKind(model);
    int rest = found.size() - slots.size();
    // Adam without amsgrad has a number for each weight in place of the largest velocity, SGD
    // without momentum a momentum that is 0.
    boolean idle =
        rest == model.trainableWeightNames().size()
            && (optimizer.className().equals("SGD")
                || (optimizer.className().startsWith("Adam")
                    && found.stream().skip(slots.size()).allMatch(each -> each.count() == 1)));
    if (found.isEmpty()) {
      slots = List.of(); // no step was done
    } else if (rest != 0 && !idle) {
      throw new LaminaException(
          "the optimizer has %d slots in the file, expected %d for %s; load without compile settings to leave them: LoadOptions.defaults().compile(false)"
              .formatted(found.size(), slots.size(), optimizer.className()));
    }
    double steps = counted ? variables.get(0).scalar() : 0;
    OptimizerState.take(model, steps, model.learningRate(), slots, found);
  }
}
