package dev.lamina.initializers;

import dev.lamina.LaminaException;
import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Initializers by Keras's names, with Keras's defaults. {@code null} seeds everywhere: values
 * follow from the model's seed.
 *
 * <pre>{@code
 * new Conv2D(32, 3).kernelInitializer("he_normal");
 * }</pre>
 */
public final class Initializers {
  private static final Choices<Supplier<Initializer>> ALL =
      Choices.of("initializer", byName())
          .withAliases(
              Map.of(
                  "zero", "zeros",
                  "one", "ones",
                  "normal", "random_normal",
                  "uniform", "random_uniform"))
          .withAbsent("identity", "stft");

  private Initializers() {}

  /**
   * The initializer of this name: zeros, ones, constant, random_normal, random_uniform,
   * truncated_normal, variance_scaling, glorot_uniform, glorot_normal, he_uniform, he_normal,
   * lecun_uniform, lecun_normal or orthogonal. Class names ({@code HeNormal}) are known too.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Initializer get(String name) {
    return ALL.get(name).get();
  }

  public static Initializer zeros() {
    return new Zeros();
  }

  public static Initializer ones() {
    return new Ones();
  }

  /**
   * The initializer that a config or a name stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Initializer from(ConfigReader reader) {
    Initializer initializer = reader.make(Initializer.class, BY_CLASS);
    reader.ignore("dtype");
    reader.finish();
    return initializer;
  }

  /** The argument {@code name} of another object: a name, a config, or absent. */
  public static Initializer argument(ConfigReader reader, String name, Initializer absent) {
    Object value = reader.value(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof String text) {
      return get(text);
    }
    if (value instanceof Config config) {
      return from(reader.inner(config));
    }
    throw new LaminaException("%s must be an initializer, received %s".formatted(name, value));
  }

  private static final Map<String, Function<ConfigReader, Initializer>> BY_CLASS = byClass();

  private static Map<String, Function<ConfigReader, Initializer>> byClass() {
    Map<String, Function<ConfigReader, Initializer>> table = new LinkedHashMap<>();
    table.put("Zeros", r -> new Zeros());
    table.put("Ones", r -> new Ones());
    table.put("Constant", r -> new Constant(r.number("value", 0)));
    table.put(
        "RandomNormal",
        r -> new RandomNormal(r.number("mean", 0), r.number("stddev", 0.05), r.seed("seed")));
    table.put(
        "TruncatedNormal",
        r -> new TruncatedNormal(r.number("mean", 0), r.number("stddev", 0.05), r.seed("seed")));
    table.put(
        "RandomUniform",
        r ->
            new RandomUniform(r.number("minval", -0.05), r.number("maxval", 0.05), r.seed("seed")));
    table.put(
        "VarianceScaling",
        scaling(
            r ->
                new VarianceScaling(
                    r.number("scale", 1),
                    VarianceScaling.mode(r.text("mode", "fan_in")),
                    VarianceScaling.distribution(r.text("distribution", "truncated_normal")),
                    r.seed("seed"))));
    table.put("GlorotUniform", scaling(r -> new GlorotUniform(r.seed("seed"))));
    table.put("GlorotNormal", scaling(r -> new GlorotNormal(r.seed("seed"))));
    table.put("HeUniform", scaling(r -> new HeUniform(r.seed("seed"))));
    table.put("HeNormal", scaling(r -> new HeNormal(r.seed("seed"))));
    table.put("LecunUniform", scaling(r -> new LecunUniform(r.seed("seed"))));
    table.put("LecunNormal", scaling(r -> new LecunNormal(r.seed("seed"))));
    table.put("Orthogonal", r -> new Orthogonal(r.number("gain", 1), r.seed("seed")));
    return table;
  }

  private static Function<ConfigReader, Initializer> scaling(
      Function<ConfigReader, Initializer> factory) {
    return reader -> {
      reader.only("input_axes");
      reader.only("output_axes");
      return factory.apply(reader);
    };
  }

  private static Map<String, Supplier<Initializer>> byName() {
    Map<String, Supplier<Initializer>> byName = new LinkedHashMap<>();
    byName.put("zeros", Zeros::new);
    byName.put("ones", Ones::new);
    byName.put("constant", Constant::new);
    byName.put("random_normal", RandomNormal::new);
    byName.put("random_uniform", RandomUniform::new);
    byName.put("truncated_normal", TruncatedNormal::new);
    byName.put("variance_scaling", VarianceScaling::new);
    byName.put("glorot_uniform", GlorotUniform::new);
    byName.put("glorot_normal", GlorotNormal::new);
    byName.put("he_uniform", HeUniform::new);
    byName.put("he_normal", HeNormal::new);
    byName.put("lecun_uniform", LecunUniform::new);
    byName.put("lecun_normal", LecunNormal::new);
    byName.put("orthogonal", Orthogonal::new);
    return byName;
  }
}
