package dev.lamina.schedules;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * Half a wave of the cosine (Loshchilov and Hutter, 2016), from the initial learning rate to {@code
 * alpha} times it, where it stays: {@code initialLearningRate ((1 - alpha) (1 + cos(pi iteration /
 * decaySteps)) / 2 + alpha)}. With a warmup (Goyal et al., 2017) the rate first grows from {@code
 * initialLearningRate} to {@code warmupTarget} in a straight line, and decays from there.
 *
 * <pre>{@code
 * new SGD(new CosineDecay(0, 10_000).warmup(0.1, 500));
 * }</pre>
 *
 * @param initialLearningRate at the beginning, not below 0
 * @param decaySteps steps from the top to the end; above 0
 * @param alpha what is left at the end, as a share; 0 by default
 * @param warmupTarget the top; null for no warmup, the default
 * @param warmupSteps steps to the top; 0 by default
 */
public record CosineDecay(
    double initialLearningRate,
    double decaySteps,
    double alpha,
    @Nullable Double warmupTarget,
    double warmupSteps)
    implements LearningRateSchedule {
  public CosineDecay {
    Arguments.notNegative("initialLearningRate", initialLearningRate);
    Arguments.positive("decaySteps", decaySteps);
    Arguments.notNegative("alpha", alpha);
    Arguments.notNegative("warmupSteps", warmupSteps);
    if (warmupTarget != null) {
      Arguments.notNegative("warmupTarget", warmupTarget);
    }
  }

  /** Down to 0, without a warmup. */
  public CosineDecay(double initialLearningRate, double decaySteps) {
    this(initialLearningRate, decaySteps, 0);
  }

  /** Without a warmup. */
  public CosineDecay(double initialLearningRate, double decaySteps, double alpha) {
    this(initialLearningRate, decaySteps, alpha, null, 0);
  }

  /** This decay from {@code target}, which is reached after so many steps. */
  public CosineDecay warmup(double target, double steps) {
    return new CosineDecay(initialLearningRate, decaySteps, alpha, target, steps);
  }

  @Override
  public double at(long iteration) {
    float initial = (float) initialLearningRate;
    float length = (float) decaySteps;
    if (warmupTarget == null) {
      return decay(Math.min((float) iteration, length), initial);
    }
    float target = (float) (double) warmupTarget;
    float warmup = (float) warmupSteps;
    float now = Math.min((float) iteration, length + warmup);
    return now < warmup
        ? (target - initial) * (now / warmup) + initial
        : decay(now - warmup, target);
  }

  private float decay(float now, float from) {
    float cosine = 0.5f * (1 + Floats.cos((float) Math.PI * (now / (float) decaySteps)));
    return from * ((float) (1 - alpha) * cosine + (float) alpha);
  }

  /** Reads a config's arguments; {@link LearningRateSchedules#from} finds the class. */
  public static CosineDecay from(ConfigReader config) {
    return new CosineDecay(
        config.number("initial_learning_rate"),
        config.number("decay_steps"),
        config.number("alpha", 0),
        config.has("warmup_target") ? (Double) config.number("warmup_target") : null,
        config.number("warmup_steps", 0));
  }

  @Override
  public Config config() {
    return Config.of("CosineDecay")
        .with("initial_learning_rate", initialLearningRate)
        .with("decay_steps", Floats.steps(decaySteps))
        .with("alpha", alpha)
        .with("name", "CosineDecay")
        .with("warmup_target", warmupTarget)
        .with("warmup_steps", Floats.steps(warmupSteps));
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
