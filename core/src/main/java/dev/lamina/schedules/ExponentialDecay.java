package dev.lamina.schedules;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;

/**
 * {@code initialLearningRate decayRate^(iteration / decaySteps)}; as a staircase the quotient is
 * rounded down, so that the rate changes once in {@code decaySteps}.
 *
 * <pre>{@code
 * new SGD(new ExponentialDecay(0.1, 1000, 0.96));
 * }</pre>
 *
 * @param initialLearningRate at the beginning, not below 0
 * @param decaySteps steps after which the rate is {@code decayRate} times what it was; above 0
 * @param decayRate not below 0
 * @param staircase false by default
 */
public record ExponentialDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase)
    implements LearningRateSchedule {
  public ExponentialDecay {
    Arguments.notNegative("initialLearningRate", initialLearningRate);
    Arguments.positive("decaySteps", decaySteps);
    Arguments.notNegative("decayRate", decayRate);
  }

  /** Without a staircase. */
  public ExponentialDecay(double initialLearningRate, double decaySteps, double decayRate) {
    this(initialLearningRate, decaySteps, decayRate, false);
  }

  @Override
  public double at(long iteration) {
    float past = (float) iteration / (float) decaySteps;
    float exponent = staircase ? Floats.floor(past) : past;
    return (float) initialLearningRate * Floats.pow((float) decayRate, exponent);
  }

  /** Reads a config's arguments; {@link LearningRateSchedules#from} finds the class. */
  public static ExponentialDecay from(ConfigReader config) {
    return new ExponentialDecay(
        config.number("initial_learning_rate"),
        config.number("decay_steps"),
        config.number("decay_rate"),
        config.flag("staircase", false));
  }

  @Override
  public Config config() {
    return Config.of("ExponentialDecay")
        .with("initial_learning_rate", initialLearningRate)
        .with("decay_steps", Floats.steps(decaySteps))
        .with("decay_rate", decayRate)
        .with("staircase", staircase)
        .with("name", "ExponentialDecay");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
