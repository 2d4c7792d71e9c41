package dev.lamina.schedules;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;

/**
 * {@code initialLearningRate / (1 + decayRate iteration / decaySteps)}; as a staircase the quotient
 * {@code iteration / decaySteps} is rounded down.
 *
 * <pre>{@code
 * new SGD(new InverseTimeDecay(0.1, 1000, 0.5));
 * }</pre>
 *
 * @param initialLearningRate at the beginning, not below 0
 * @param decaySteps steps in which the denominator grows by {@code decayRate}; above 0
 * @param decayRate not below 0
 * @param staircase false by default
 */
public record InverseTimeDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase)
    implements LearningRateSchedule {
  public InverseTimeDecay {
    Arguments.notNegative("initialLearningRate", initialLearningRate);
    Arguments.positive("decaySteps", decaySteps);
    Arguments.notNegative("decayRate", decayRate);
  }

  /** Without a staircase. */
  public InverseTimeDecay(double initialLearningRate, double decaySteps, double decayRate) {
    this(initialLearningRate, decaySteps, decayRate, false);
  }

  @Override
  public double at(long iteration) {
    float past = (float) iteration / (float) decaySteps;
    float factor = staircase ? Floats.floor(past) : past;
    return (float) initialLearningRate / (1 + (float) decayRate * factor);
  }

  /** Reads a config's arguments; {@link LearningRateSchedules#from} finds the class. */
  public static InverseTimeDecay from(ConfigReader config) {
    return new InverseTimeDecay(
        config.number("initial_learning_rate"),
        config.number("decay_steps"),
        config.number("decay_rate"),
        config.flag("staircase", false));
  }

  @Override
  public Config config() {
    return Config.of("InverseTimeDecay")
        .with("initial_learning_rate", initialLearningRate)
        .with("decay_steps", Floats.steps(decaySteps))
        .with("decay_rate", decayRate)
        .with("staircase", staircase)
        .with("name", "InverseTimeDecay");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
