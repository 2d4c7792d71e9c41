package dev.lamina.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link Model#fit} reports: for each epoch the loss, each metric, and both again over the
 * validation data under {@code val_} names.
 *
 * <pre>{@code
 * History history = model.fit(train, Fit.epochs(5).validation(test));
 * List<Double> curve = history.get("val_accuracy");
 * }</pre>
 *
 * @param epochs the figures of each epoch that was run, in order
 */
public record History(List<Epoch> epochs) {
  public History {
    epochs = List.copyOf(epochs);
  }

  /**
   * One epoch.
   *
   * @param number from 1
   * @param seconds the time of its training steps, without validation
   * @param samples the number of samples trained on
   * @param figures loss and metrics by name
   */
  public record Epoch(int number, double seconds, int samples, Map<String, Double> figures) {
    public Epoch {
      figures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Samples trained on per second. */
    public double samplesPerSecond() {
      return samples / seconds;
    }
  }

  /** One figure over the epochs; empty where no epoch has it. */
  public List<Double> get(String figure) {
    List<Double> values = new ArrayList<>();
    for (Epoch epoch : epochs) {
      Double value = epoch.figures().get(figure);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** The last epoch's figures; empty where no epoch was run. */
  public Map<String, Double> last() {
    return epochs.isEmpty() ? Map.of() : epochs.get(epochs.size() - 1).figures();
  }
}
