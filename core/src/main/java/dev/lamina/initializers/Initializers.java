package dev.lamina.initializers;

import dev.lamina.config.Choices;
import java.util.LinkedHashMap;
import java.util.Map;
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
                  "uniform", "random_uniform"));

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
