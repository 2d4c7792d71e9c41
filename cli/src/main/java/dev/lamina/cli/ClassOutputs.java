package dev.lamina.cli;

import dev.lamina.config.Config;
import dev.lamina.layers.Layer;
import dev.lamina.losses.BinaryCrossentropy;
import dev.lamina.losses.Loss;
import dev.lamina.losses.SparseCategoricalCrossentropy;
import dev.lamina.models.Model;
import java.util.List;
import java.util.Set;

/**
 * What a model's outputs say of classes: one number for each class, or a single one for two
 * classes, as probabilities or as logits.
 */
final class ClassOutputs {
  /** Layers that leave the numbers as they are, at least in predictions. */
  private static final Set<String> NEUTRAL = Set.of("Flatten", "Reshape", "Dropout");

  private final int size;
  private final String activation;
  private final String loss;
  private final boolean fromLogits;

  private ClassOutputs(int size, String activation, String loss, boolean fromLogits) {
    this.size = size;
    this.activation = activation;
    this.loss = loss;
    this.fromLogits = fromLogits;
  }

  static ClassOutputs of(Model model) {
    Config loss =
        model.isCompiled() ? model.compilation().loss().config() : Config.of("none at all");
    return new ClassOutputs(
        model.outputShape().size(),
        activation(model),
        loss.className(),
        Boolean.TRUE.equals(loss.get("from_logits")));
  }

  private static String activation(Model model) {
    List<Layer> layers = model.layers(); // the last one gives the output
    for (int i = layers.size() - 1; i >= 0; i--) {
      Config config = layers.get(i).config();
      if (config.className().equals("Softmax")) {
        return "softmax";
      }
      if (!NEUTRAL.contains(config.className())) {
        return config.get("activation") instanceof String name ? name : "linear";
      }
    }
    return "linear";
  }

  /** Whether the only output is about two classes: the probability, or logit, of the second. */
  boolean isBinary() {
    return size == 1 && (activation.equals("sigmoid") || loss.startsWith("Binary"));
  }

  /** How many classes the outputs can tell apart. */
  int classes() {
    return isBinary() ? 2 : size;
  }

  /**
   * The numbers to show for one or more samples, {@link #classes} each: probabilities where the
   * model gives logits and its loss says so, else what the model gives.
   */
  float[] values(float[] outputs) {
    float[] values = outputs.clone();
    if (fromLogits && activation.equals("linear")) {
      if (loss.contains("Categorical")) {
        for (int from = 0; from < values.length; from += size) {
          softmax(values, from, size);
        }
      } else if (loss.startsWith("Binary")) {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
      }
    }
    return isBinary() ? pairs(values) : values;
  }

  private static float[] pairs(float[] second) {
    float[] pairs = new float[2 * second.length];
    for (int i = 0; i < second.length; i++) {
      pairs[2 * i] = 1 - second[i];
      pairs[2 * i + 1] = second[i];
    }
    return pairs;
  }

  private static void softmax(float[] values, int from, int size) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + size; i++) {
      largest = Math.max(largest, values[i]); // NaN if one is
    }
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += Math.exp(values[i] - largest);
    }
    for (int i = from; i < from + size; i++) {
      values[i] = (float) (Math.exp(values[i] - largest) / sum);
    }
  }

  /** The cross-entropy that goes with these outputs when targets are class indices. */
  Loss crossEntropy() {
    return size == 1
        ? new BinaryCrossentropy().fromLogits(!activation.equals("sigmoid"))
        : new SparseCategoricalCrossentropy().fromLogits(activation.equals("linear"));
  }
}
