package dev.lamina.activations;

import dev.lamina.LaminaException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The activation functions of Keras, with its constants. All but {@link #GLU} keep the shape of
 * their input.
 *
 * <pre>{@code
 * new Dense(64).activation(Activations.RELU);
 * new Dense(64).activation("relu"); // the same
 * }</pre>
 */
public final class Activations {
  /** {@code x}. */
  public static final Activation LINEAR = named("linear", (graph, x) -> x);

  /** {@code max(x, 0)}. */
  public static final Activation RELU = unary("relu", Unary.of(UnaryFunction.RELU));

  /** {@code x} above 0, else {@code 0.2 x}. */
  public static final Activation LEAKY_RELU =
      unary("leaky_relu", Unary.of(UnaryFunction.RELU, 0.2, 0));

  /** {@code x} above 0, else {@code e^x - 1} (Clevert et al., 2015). */
  public static final Activation ELU = unary("elu", Unary.of(UnaryFunction.ELU, 1, 0));

  /**
   * {@code x Phi(x)}, exactly, with the normal distribution function (Hendrycks and Gimpel, 2016).
   */
  public static final Activation GELU = unary("gelu", Unary.of(UnaryFunction.GELU_ERF));

  /** {@code 1 / (1 + e^-x)}. */
  public static final Activation SIGMOID = unary("sigmoid", Unary.of(UnaryFunction.SIGMOID));

  /** The hyperbolic tangent. */
  public static final Activation TANH = unary("tanh", Unary.of(UnaryFunction.TANH));

  /** {@code e^x / sum(e^x)} over the last axis: scores become probabilities. */
  public static final Activation SOFTMAX =
      named("softmax", (graph, x) -> graph.add(new ChannelSoftmax(false), x));

  /** {@code x sigmoid(x)} (Elfwing et al., 2017); also called {@code swish}. */
  public static final Activation SILU = unary("silu", Unary.of(UnaryFunction.SILU));

  /** {@code clip(x / 6 + 1/2, 0, 1)}. */
  public static final Activation HARD_SIGMOID =
      unary("hard_sigmoid", Unary.of(UnaryFunction.HARD_SIGMOID, 1.0 / 6, 0.5));

  /** {@code log(1 + e^x)}. */
  public static final Activation SOFTPLUS = unary("softplus", Unary.of(UnaryFunction.SOFTPLUS));

  /** {@code e^x}. */
  public static final Activation EXPONENTIAL = unary("exponential", Unary.of(UnaryFunction.EXP));

  /** {@code min(max(x, 0), 6)}. */
  public static final Activation RELU6 = unary("relu6", Unary.of(UnaryFunction.CLIP, 0, 6));

  /** ELU scaled so that layers keep their mean and variance (Klambauer et al., 2017). */
  public static final Activation SELU =
      named(
          "selu",
          (graph, x) ->
              graph.linear(
                  graph.add(Unary.of(UnaryFunction.ELU, 1.6732632423543772, 0), x),
                  1.0507009873554805,
                  0));

  /** {@code x hard_sigmoid(x)} (Howard et al., 2019); also called {@code hard_swish}. */
  public static final Activation HARD_SILU =
      named("hard_silu", (graph, x) -> graph.times(x, HARD_SIGMOID.apply(graph, x)));

  /** {@code x / (1 + |x|)}. */
  public static final Activation SOFTSIGN =
      named(
          "softsign",
          (graph, x) -> graph.divide(x, graph.linear(graph.unary(UnaryFunction.ABS, x), 1, 1)));

  /** The logarithm of softmax over the last axis. */
  public static final Activation LOG_SOFTMAX =
      named("log_softmax", (graph, x) -> graph.add(new ChannelSoftmax(true), x));

  /** {@code x tanh(softplus(x))} (Misra, 2019). */
  public static final Activation MISH =
      named(
          "mish",
          (graph, x) ->
              graph.times(
                  x, graph.unary(UnaryFunction.TANH, graph.unary(UnaryFunction.SOFTPLUS, x))));

  /** {@link #celu} with alpha 1. */
  public static final Activation CELU = named("celu", (graph, x) -> Formulas.celu(graph, x, 1));

  /**
   * {@code a sigmoid(b)} with the halves a and b of the last axis, {@code (N, ..., 2 C) -> (N, ...,
   * C)} (Dauphin et al., 2017). Keras computes the same, but takes the shape for unchanged: there
   * no layer with weights can follow.
   */
  public static final Activation GLU = named("glu", Formulas::glu);

  /** {@link #hardShrink} with threshold 0.5. */
  public static final Activation HARD_SHRINK =
      named("hard_shrink", (graph, x) -> Formulas.hardShrink(graph, x, 0.5));

  /** {@code clip(x, -1, 1)}. */
  public static final Activation HARD_TANH =
      unary("hard_tanh", Unary.of(UnaryFunction.CLIP, -1, 1));

  /** {@code -log(1 + e^-x)}, the logarithm of sigmoid. */
  public static final Activation LOG_SIGMOID = named("log_sigmoid", Formulas::logSigmoid);

  /** {@link #softShrink} with threshold 0.5. */
  public static final Activation SOFT_SHRINK =
      named("soft_shrink", (graph, x) -> Formulas.softShrink(graph, x, 0.5));

  /** {@code (x + 1)^2 / 4} from -1 to 1; 0 below, {@code x} above. */
  public static final Activation SPARSE_PLUS = named("sparse_plus", Formulas::sparsePlus);

  /** {@code (x + 1) / 2} from -1 to 1; 0 below, 1 above (Blondel et al., 2019). */
  public static final Activation SPARSE_SIGMOID =
      unary("sparse_sigmoid", Unary.of(UnaryFunction.HARD_SIGMOID, 0.5, 0.5));

  /**
   * {@code max(x - tau, 0)} over the last axis, with the tau of Keras 3.15: it adds up the partial
   * sums of all elements of the support, where Martins et al. (2016) take the last. So rows sum to
   * 1 only where one element is far above the others. It takes the square of the last axis in
   * memory.
   */
  public static final Activation SPARSEMAX = named("sparsemax", Formulas::sparsemax);

  /** {@link #squareplus} with b 4. */
  public static final Activation SQUAREPLUS =
      named("squareplus", (graph, x) -> Formulas.squareplus(graph, x, 4));

  /** {@code x - tanh(x)}. */
  public static final Activation TANH_SHRINK =
      named("tanh_shrink", (graph, x) -> graph.minus(x, graph.unary(UnaryFunction.TANH, x)));

  private static final Choices<Activation> ALL =
      Choices.of("activation", byName())
          .withAliases(Map.of("swish", "silu", "hard_swish", "hard_silu"));

  private static final Map<String, Function<ConfigReader, Activation>> WITH_ARGUMENTS =
      Map.of(
          "celu", reader -> celu(reader.number("alpha", 1)),
          "gelu", reader -> gelu(reader.flag("approximate", false)),
          "hard_shrink", reader -> hardShrink(reader.number("threshold", 0.5)),
          "soft_shrink", reader -> softShrink(reader.number("threshold", 0.5)),
          "squareplus", reader -> squareplus(reader.number("b", 4)),
          "threshold",
              reader -> threshold(reader.number("threshold"), reader.number("default_value")));

  private Activations() {}

  /**
   * The activation of this name, as in Keras: that of a constant of this class in lower case, swish
   * (which is silu) or hard_swish (hard_silu).
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Activation get(String name) {
    if (name.equals("threshold")) {
      throw new IllegalArgumentException(
          "activation \"threshold\" needs two numbers; use Activations.threshold(threshold, defaultValue)");
    }
    return ALL.get(name);
  }

  /**
   * {@code x} above 0, else {@code alpha (e^(x / alpha) - 1)} (Barron, 2017).
   *
   * <p>In Keras arguments of functions need a lambda, which files cannot hold: of a file with this
   * activation or one of the next, Keras must be given it as a custom object. Those with a layer
   * ({@code new Conv2D(8, 3).activation(new ReLU().maxValue(6))}) need nothing.
   *
   * @param alpha above 0
   */
  public static Activation celu(double alpha) {
    Arguments.positive("alpha", alpha);
    return new NamedActivation(
        Config.of("celu").with("alpha", alpha), (graph, x) -> Formulas.celu(graph, x, alpha));
  }

  /** {@link #GELU}, or its approximation by tanh. */
  public static Activation gelu(boolean approximate) {
    UnaryFunction function = approximate ? UnaryFunction.GELU_TANH : UnaryFunction.GELU_ERF;
    return new NamedActivation(
        Config.of("gelu").with("approximate", approximate), (graph, x) -> graph.unary(function, x));
  }

  /**
   * {@code x} where {@code |x| > threshold}, else 0.
   *
   * @param threshold not below 0
   */
  public static Activation hardShrink(double threshold) {
    Arguments.notNegative("threshold", threshold);
    return new NamedActivation(
        Config.of("hard_shrink").with("threshold", threshold),
        (graph, x) -> Formulas.hardShrink(graph, x, threshold));
  }

  /**
   * {@code x} moved towards 0 by {@code threshold}, 0 where it would cross it.
   *
   * @param threshold not below 0
   */
  public static Activation softShrink(double threshold) {
    Arguments.notNegative("threshold", threshold);
    return new NamedActivation(
        Config.of("soft_shrink").with("threshold", threshold),
        (graph, x) -> Formulas.softShrink(graph, x, threshold));
  }

  /**
   * {@code (x + sqrt(x^2 + b)) / 2} (Barron, 2021).
   *
   * @param b not below 0
   */
  public static Activation squareplus(double b) {
    Arguments.notNegative("b", b);
    return new NamedActivation(
        Config.of("squareplus").with("b", b), (graph, x) -> Formulas.squareplus(graph, x, b));
  }

  /** {@code x} where {@code x > threshold}, else {@code defaultValue}. */
  public static Activation threshold(double threshold, double defaultValue) {
    Arguments.finite("threshold", threshold);
    Arguments.finite("defaultValue", defaultValue);
    return new NamedActivation(
        Config.of("threshold").with("threshold", threshold).with("default_value", defaultValue),
        (graph, x) -> Formulas.threshold(graph, x, threshold, defaultValue));
  }

  /** How a layer's config refers to an activation: by name, or by config if it has arguments. */
  public static Object serialize(Activation activation) {
    Config config = activation.config();
    return config.arguments().isEmpty() ? config.className() : config;
  }

  /** The argument {@code name} of another object: a name, a config, or absent for linear. */
  public static Activation argument(ConfigReader reader, String name) {
    Object value = reader.value(name);
    if (value == null) {
      return LINEAR;
    }
    if (value instanceof String text) {
      Activation custom = reader.inner(Config.of(text)).custom(Activation.class);
      return custom != null ? custom : get(text);
    }
    if (value instanceof Config config) {
      ConfigReader inner = reader.inner(config);
      Activation custom = inner.custom(Activation.class);
      if (custom != null) {
        return custom;
      }
      Function<ConfigReader, Activation> factory = WITH_ARGUMENTS.get(config.className());
      if (factory != null && !config.arguments().isEmpty()) {
        Activation made = factory.apply(inner);
        inner.finish();
        return made;
      }
      Activation known = ALL.find(config.className());
      if (known != null) {
        inner.ignore("name", "trainable", "dtype");
        inner.finish();
        return known;
      }
      throw new UnsupportedConfigException(
          "%s of class %s is not supported".formatted(name, config.className()));
    }
    throw new LaminaException("%s must be an activation, received %s".formatted(name, value));
  }

  private static Map<String, Activation> byName() {
    Map<String, Activation> byName = new LinkedHashMap<>();
    for (Activation activation :
        List.of(
            LINEAR,
            RELU,
            LEAKY_RELU,
            ELU,
            GELU,
            SIGMOID,
            TANH,
            SOFTMAX,
            SILU,
            HARD_SIGMOID,
            SOFTPLUS,
            EXPONENTIAL,
            RELU6,
            SELU,
            HARD_SILU,
            SOFTSIGN,
            LOG_SOFTMAX,
            MISH,
            CELU,
            GLU,
            HARD_SHRINK,
            HARD_TANH,
            LOG_SIGMOID,
            SOFT_SHRINK,
            SPARSE_PLUS,
            SPARSE_SIGMOID,
            SPARSEMAX,
            SQUAREPLUS,
            TANH_SHRINK)) {
      byName.put(activation.toString(), activation);
    }
    return byName;
  }

  private static Activation named(String name, BiFunction<GraphBuilder, Value, Value> function) {
    return new NamedActivation(Config.of(name), function);
  }

  private static Activation unary(String name, Unary op) {
    return new NamedActivation(Config.of(name), (graph, x) -> graph.add(op, x));
  }
}
