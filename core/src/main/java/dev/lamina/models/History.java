package dev.lamina.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

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

    /** For people, such as {@code epoch 3, 1.2 s: loss 0.2511, accuracy 0.9084}. */
    @Override
    public String toString() {
      StringJoiner text = new StringJoiner(", ");
      figures.forEach((name, value) -> text.add(name + " " + rounded(value)));
      return String.format(Locale.ROOT, "epoch %d, %.1f s: %s", number, seconds, text);
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

  private static String rounded(double figure) {
    return String.format(
        Locale.ROOT, Math.abs(figure) < 1e-3 && figure != 0 ? "%.2e" : "%.4f", figure);
  }

  /** For people: a table with a line for each epoch. */
  @Override
  public String toString() {
    Set<String> names = new LinkedHashSet<>();
    epochs.forEach(epoch -> names.addAll(epoch.figures().keySet()));
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("epoch", "seconds"));
    head.addAll(names);
    lines.add(head);
    for (Epoch epoch : epochs) {
      List<String> line = new ArrayList<>();
      line.add(String.valueOf(epoch.number()));
      line.add(String.format(Locale.ROOT, "%.1f", epoch.seconds()));
      for (String name : names) {
        Double figure = epoch.figures().get(name);
        line.add(figure == null ? "-" : rounded(figure));
      }
      lines.add(line);
    }
    StringJoiner text = new StringJoiner(System.lineSeparator());
    for (List<String> line : lines) {
      StringJoiner row = new StringJoiner("  ");
      for (int column = 0; column < line.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(each -> each.get(at).length()).max().orElse(1);
        row.add(String.format(Locale.ROOT, "%" + width + "s", line.get(column)));
      }
      text.add(row.toString());
    }
    return text.toString();
  }
}
