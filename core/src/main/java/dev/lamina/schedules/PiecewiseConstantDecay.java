package dev.lamina.schedules;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import java.util.List;

/**
 * One rate up to the first boundary, that iteration included, the next up to the second, and so on.
 *
 * <pre>{@code
 * new SGD(new PiecewiseConstantDecay(List.of(30_000, 60_000), List.of(0.1, 0.01, 0.001)));
 * }</pre>
 *
 * @param boundaries iterations, ascending, at least one
 * @param values learning rates, not below 0, one more than boundaries
 */
public record PiecewiseConstantDecay(List<Integer> boundaries, List<Double> values)
    implements LearningRateSchedule {
  public PiecewiseConstantDecay {
    boundaries = List.copyOf(boundaries);
    values = List.copyOf(values);
    if (boundaries.isEmpty() || boundaries.size() != values.size() - 1) {
      throw new IllegalArgumentException(
          "there must be at least one boundary and one value more than boundaries, received boundaries %s and values %s"
              .formatted(boundaries, values));
    }
    if (!boundaries.stream().sorted().toList().equals(boundaries)) {
      throw new IllegalArgumentException(
          "the boundaries must ascend, received %s; sort them, and the values with them"
              .formatted(boundaries));
    }
    values.forEach(value -> Arguments.notNegative("values", value));
  }

  @Override
  public double at(long iteration) {
    int piece = 0;
    while (piece < boundaries.size() && iteration > boundaries.get(piece)) {
      piece++;
    }
    return (float) (double) values.get(piece);
  }

  /** Reads a config's arguments; {@link LearningRateSchedules#from} finds the class. */
  public static PiecewiseConstantDecay from(ConfigReader config) {
    // Keras cuts off what boundaries have behind the point.
    return new PiecewiseConstantDecay(
        config.numbers("boundaries").stream().map(Double::intValue).toList(),
        config.numbers("values"));
  }

  @Override
  public Config config() {
    return Config.of("PiecewiseConstantDecay")
        .with("boundaries", boundaries)
        .with("values", values)
        .with("name", "PiecewiseConstant");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
