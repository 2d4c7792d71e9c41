package dev.lamina.schedules;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;

/**
 * {@code (initialLearningRate - endLearningRate) (1 - iteration / decaySteps)^power +
 * endLearningRate}, which stays at its end. With {@code cycle} it begins again instead, each time
 * lower: {@code decaySteps} becomes its first multiple that is not below the iteration.
 *
 * <pre>{@code
 * new SGD(new PolynomialDecay(0.1, 10_000, 0.001, 0.5, false));
 * }</pre>
 *
 * @param initialLearningRate at the beginning, not below 0
 * @param decaySteps steps to the end; above 0
 * @param endLearningRate 0.0001 by default, not below 0
 * @param power 1 by default, which is a straight line
 * @param cycle false by default
 */
public record PolynomialDecay(
    double initialLearningRate,
    double decaySteps,
    double endLearningRate,
    double power,
    boolean cycle)
    implements LearningRateSchedule {
  private static final double END = 1e-4;

  public PolynomialDecay {
    Arguments.notNegative("initialLearningRate", initialLearningRate);
    Arguments.positive("decaySteps", decaySteps);
    Arguments.notNegative("endLearningRate", endLearningRate);
    Arguments.notNegative("power", power);
  }

  /** A straight line down to 0.0001. */
  public PolynomialDecay(double initialLearningRate, double decaySteps) {
    this(initialLearningRate, decaySteps, END, 1, false);
  }

  @Override
  public double at(long iteration) {
    float now = iteration;
    float steps = (float) decaySteps;
    if (cycle) {
      steps *= now == 0 ? 1 : Floats.ceil(now / (float) decaySteps);
    } else {
      now = Math.min(now, steps);
    }
    float end = (float) endLearningRate;
    float left = Floats.pow(1 - now / steps, (float) power);
    return ((float) initialLearningRate - end) * left + end;
  }

  /** Reads a config's arguments; {@link LearningRateSchedules#from} finds the class. */
  public static PolynomialDecay from(ConfigReader config) {
    return new PolynomialDecay(
        config.number("initial_learning_rate"),
        config.number("decay_steps"),
        config.number("end_learning_rate", END),
        config.number("power", 1),
        config.flag("cycle", false));
  }

  @Override
  public Config config() {
    return Config.of("PolynomialDecay")
        .with("initial_learning_rate", initialLearningRate)
        .with("decay_steps", Floats.steps(decaySteps))
        .with("end_learning_rate", endLearningRate)
        .with("power", power)
        .with("cycle", cycle)
        .with("name", "PolynomialDecay");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
