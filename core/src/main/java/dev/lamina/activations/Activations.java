package dev.lamina.activations;

import dev.lamina.LaminaException;
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

/**
 * The activation functions of Keras, with its constants. All keep the shape of their input.
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

  private static final Choices<Activation> ALL =
      Choices.of("activation", byName())
          .withAliases(Map.of("swish", "silu", "hard_swish", "hard_silu"))
          .withAbsent(
              "celu",
              "glu",
              "hard_shrink",
              "hard_tanh",
              "log_sigmoid",
              "soft_shrink",
              "sparse_plus",
              "sparse_sigmoid",
              "sparsemax",
              "squareplus",
              "tanh_shrink",
              "threshold");

  private Activations() {}

  /**
   * The activation of this name: linear, relu, leaky_relu, elu, gelu, sigmoid, tanh, softmax, silu
   * (or swish), hard_sigmoid, softplus, exponential, relu6, selu, hard_silu (or hard_swish),
   * softsign, log_softmax, mish.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Activation get(String name) {
    return ALL.get(name);
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
            MISH)) {
      byName.put(activation.toString(), activation);
    }
    return byName;
  }

  private static Activation named(String name, BiFunction<GraphBuilder, Value, Value> function) {
    return new NamedActivation(name, function);
  }

  private static Activation unary(String name, Unary op) {
    return new NamedActivation(name, (graph, x) -> graph.add(op, x));
  }
}
