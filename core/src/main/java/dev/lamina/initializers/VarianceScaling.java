package dev.lamina.initializers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Values whose variance is {@code scale / n}, where n counts the inputs or outputs of the weight,
 * so that signals keep their size from layer to layer (He et al., 2015). A weight's last two axes
 * are its inputs and outputs; the axes before multiply both.
 *
 * <pre>{@code
 * Initializer he = new VarianceScaling(2, "fan_in", "truncated_normal");
 * }</pre>
 *
 * @param scale above 0
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record VarianceScaling(
    double scale, Mode mode, Distribution distribution, @Nullable Long seed)
    implements Initializer {
  /** The standard deviation of a standard normal distribution cut off at two. */
  private static final double TRUNCATED_STDDEV = 0.8796256610342398;

  private static final Choices<Mode> MODES = Choices.of("mode", Mode.class);
  private static final Choices<Distribution> DISTRIBUTIONS =
      Choices.of("distribution", Distribution.class)
          .withAliases(Map.of("normal", "truncated_normal"));

  /** What {@code n} counts. */
  public enum Mode {
    FAN_IN,
    FAN_OUT,
    /** The mean of both. */
    FAN_AVG
  }

  /** How values are drawn. */
  public enum Distribution {
    /** Cut off at two standard deviations, and widened to keep the variance. */
    TRUNCATED_NORMAL,
    UNTRUNCATED_NORMAL,
    /** In {@code [-l, l]}, {@code l = sqrt(3 scale / n)}. */
    UNIFORM
  }

  public VarianceScaling {
    Arguments.positive("scale", scale);
  }

  /** Keras's default: scale 1, fan_in, truncated_normal. */
  public VarianceScaling() {
    this(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL, null);
  }

  /**
   * With a mode and a distribution by name.
   *
   * @param mode {@code fan_in}, {@code fan_out} or {@code fan_avg}
   * @param distribution {@code truncated_normal}, {@code untruncated_normal} or {@code uniform}
   */
  public VarianceScaling(double scale, String mode, String distribution) {
    this(scale, MODES.get(mode), DISTRIBUTIONS.get(distribution), null);
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    Fans fans = Fans.of(shape);
    double n =
        switch (mode) {
          case FAN_IN -> fans.in();
          case FAN_OUT -> fans.out();
          case FAN_AVG -> (fans.in() + fans.out()) / 2;
        };
    double variance = scale / Math.max(1, n);
    RandomGenerator generator = Sampling.generator(seed, random);
    return switch (distribution) {
      case TRUNCATED_NORMAL ->
          Sampling.truncatedNormal(shape, 0, Math.sqrt(variance) / TRUNCATED_STDDEV, generator);
      case UNTRUNCATED_NORMAL -> Sampling.normal(shape, 0, Math.sqrt(variance), generator);
      case UNIFORM -> {
        double limit = Math.sqrt(3 * variance);
        yield Sampling.uniform(shape, -limit, limit, generator);
      }
    };
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static VarianceScaling from(ConfigReader config) {
    return new VarianceScaling(
        config.number("scale", 1),
        MODES.get(config.text("mode", "fan_in")),
        DISTRIBUTIONS.get(config.text("distribution", "truncated_normal")),
        seedAndAxes(config));
  }

  @Override
  public Config config() {
    return withAxes(
        Config.of("VarianceScaling")
            .with("seed", seed)
            .with("scale", scale)
            .with("mode", lowerCase(mode))
            .with("distribution", lowerCase(distribution)));
  }

  /** The seed; refuses other axes than the last two, which no layer here needs. */
  static @Nullable Long seedAndAxes(ConfigReader config) {
    config.onlyNull("input_axes", "output_axes");
    return config.seed("seed");
  }

  /** Adds Keras's arguments for other axes than the last two. */
  static Config withAxes(Config config) {
    return config.with("input_axes", null).with("output_axes", null);
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
