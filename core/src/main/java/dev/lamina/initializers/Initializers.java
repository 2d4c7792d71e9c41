package dev.lamina.initializers;

import dev.lamina.config.Choices;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Initializers by Keras's names, with Keras's defaults. {@code null} seeds everywhere: values
 * follow from the model's seed.
 *
 * <pre>{@code
 * new Conv2D(32, 3).kernelInitializer("he_normal");
 * }</pre>
 */
public final class Initializers {
  private static final Map<String, Function<ConfigReader, Initializer>> BY_CLASS = byClass();
  private static final Choices<String> ALL =
      Choices.ofClasses("initializer", BY_CLASS.keySet(), Names::snakeCase)
          .withAliases(
              Map.of(
                  "zero", "zeros",
                  "one", "ones",
                  "normal", "random_normal",
                  "uniform", "random_uniform",
                  "identity_initializer", "identity"))
          .withAbsent("stft");

  private Initializers() {}

  /**
   * The initializer of this name: zeros, ones, constant, random_normal, random_uniform,
   * truncated_normal, variance_scaling, glorot_uniform, glorot_normal, he_uniform, he_normal,
   * lecun_uniform, lecun_normal, orthogonal or identity. Class names ({@code HeNormal}) are known
   * too.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Initializer get(String name) {
    return from(ConfigReader.ofDefaults(ALL.get(name)));
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
    Initializer given =
        reader.object(name, "an initializer", Initializers::get, Initializers::from);
    return given == null ? absent : given;
  }

  private static Map<String, Function<ConfigReader, Initializer>> byClass() {
    Map<String, Function<ConfigReader, Initializer>> table = new LinkedHashMap<>();
    table.put("Zeros", Zeros::from);
    table.put("Ones", Ones::from);
    table.put("Constant", Constant::from);
    table.put("RandomNormal", RandomNormal::from);
    table.put("RandomUniform", RandomUniform::from);
    table.put("TruncatedNormal", TruncatedNormal::from);
    table.put("VarianceScaling", VarianceScaling::from);
    table.put("GlorotUniform", GlorotUniform::from);
    table.put("GlorotNormal", GlorotNormal::from);
    table.put("HeUniform", HeUniform::from);
    table.put("HeNormal", HeNormal::from);
    table.put("LecunUniform", LecunUniform::from);
    table.put("LecunNormal", LecunNormal::from);
    table.put("Orthogonal", Orthogonal::from);
    table.put("Identity", Identity::from);
    return table;
  }
}
