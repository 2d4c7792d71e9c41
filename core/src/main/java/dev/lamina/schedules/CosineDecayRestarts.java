package dev.lamina.schedules;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;

/**
 * {@link CosineDecay} that begins again and again (SGDR; Loshchilov and Hutter, 2016): each period
 * is {@code tMul} times as long as the one before it and begins with {@code mMul} times its rate.
 *
 * <pre>{@code
 * new SGD(new CosineDecayRestarts(0.1, 1000));
 * }</pre>
 *
 * <p>In which period a step is, follows from a logarithm in float32. As in Keras, a step at which a
 * period begins may fall into the one before it where that rounds down.
 *
 * @param initialLearningRate at the beginning, not below 0
 * @param firstDecaySteps the length of the first period; above 0
 * @param tMul 2 by default; at least 1
 * @param mMul 1 by default, not below 0
 * @param alpha what is left at the end of a period, as a share of {@code initialLearningRate}; 0 by
 *     default
 */
public record CosineDecayRestarts(
    double initialLearningRate, double firstDecaySteps, double tMul, double mMul, double alpha)
    implements LearningRateSchedule {
  public CosineDecayRestarts {
    Arguments.notNegative("initialLearningRate", initialLearningRate);
    Arguments.positive("firstDecaySteps", firstDecaySteps);
    if (!(tMul >= 1) || Double.isInfinite(tMul)) {
      throw new IllegalArgumentException("tMul must be a number >= 1, received " + tMul);
    }
    Arguments.notNegative("mMul", mMul);
    Arguments.notNegative("alpha", alpha);
  }

  /** With Keras's defaults: periods that double, all from the initial rate to 0. */
  public CosineDecayRestarts(double initialLearningRate, double firstDecaySteps) {
    this(initialLearningRate, firstDecaySteps, 2, 1, 0);
  }

  @Override
  public double at(long iteration) {
    float past = (float) iteration / (float) firstDecaySteps;
    float factor = (float) tMul;
    float restart;
    if (factor == 1) {
      restart = Floats.floor(past);
      past -= restart;
    } else {
      restart = Floats.floor(Floats.log(1 - past * (1 - factor)) / Floats.log(factor));
      float length = Floats.pow(factor, restart);
      past = (past - (1 - length) / (1 - factor)) / length;
    }
    float height = 0.5f * Floats.pow((float) mMul, restart);
    float cosine = height * (1 + Floats.cos((float) Math.PI * past));
    float rest = (float) alpha;
    return (float) initialLearningRate * ((1 - rest) * cosine + rest);
  }

  /** Reads a config's arguments; {@link LearningRateSchedules#from} finds the class. */
  public static CosineDecayRestarts from(ConfigReader config) {
    return new CosineDecayRestarts(
        config.number("initial_learning_rate"),
        config.number("first_decay_steps"),
        config.number("t_mul", 2),
        config.number("m_mul", 1),
        config.number("alpha", 0));
  }

  @Override
  public Config config() {
    return Config.of("CosineDecayRestarts")
        .with("initial_learning_rate", initialLearningRate)
        .with("first_decay_steps", Floats.steps(firstDecaySteps))
        .with("t_mul", tMul)
        .with("m_mul", mMul)
        .with("alpha", alpha)
        .with("name", "SGDRDecay");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
