package dev.lamina.layers;

import dev.lamina.LaminaException;
import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.Initializers;
import dev.lamina.initializers.Ones;
import dev.lamina.initializers.Zeros;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Layers from their configs, for files.
 *
 * <pre>{@code
 * Layer copy = Layers.from(new ConfigReader(new Dense(10).config(), CustomObjects.none()));
 * }</pre>
 */
public final class Layers {
  private static final Map<String, Function<ConfigReader, Layer>> BY_CLASS =
      Map.ofEntries(
          Map.entry("InputLayer", Layers::input),
          Map.entry("Conv2D", Layers::conv2d),
          Map.entry("Dense", Layers::dense),
          Map.entry("BatchNormalization", Layers::batchNormalization),
          Map.entry("MaxPooling2D", r -> pooling(new MaxPool2D(), r)),
          Map.entry("AveragePooling2D", r -> pooling(new AveragePooling2D(), r)),
          Map.entry("GlobalAveragePooling2D", Layers::globalAverage),
          Map.entry("Flatten", Layers::flatten),
          Map.entry("Dropout", Layers::dropout),
          Map.entry("Activation", r -> new Activation(Activations.argument(r, "activation"))),
          Map.entry("ReLU", Layers::relu),
          Map.entry("LeakyReLU", Layers::leakyRelu),
          Map.entry("ELU", r -> new ELU().alpha(r.number("alpha", 1))),
          Map.entry("Softmax", r -> new Softmax().axis(axis(r))),
          Map.entry("Reshape", r -> new Reshape(r.integers("target_shape"))),
          Map.entry("Rescaling", r -> new Rescaling(r.number("scale"), r.number("offset", 0))));

  private Layers() {}

  /** Whether a class of this name is built in. */
  public static boolean isBuiltIn(String className) {
    return BY_CLASS.containsKey(className);
  }

  /**
   * The layer that a config stands for, with its name if the config has one.
   *
   * @throws UnsupportedConfigException if there is no such class or argument; the message does not
   *     name the layer
   */
  public static Layer from(ConfigReader reader) {
    Layer layer = reader.make(Layer.class, BY_CLASS).duplicate();
    DTypePolicy policy = policy(reader.value("dtype"));
    if (policy != null) {
      layer.setDTypePolicy(policy);
    }
    String name = reader.text("name", "");
    if (name.contains("/")) {
      throw new LaminaException("the layer's name \"%s\" holds a slash".formatted(name));
    }
    layer.setName(name.isEmpty() ? null : name);
    layer.setTrainable(reader.flag("trainable", true));
    batchShape(reader, layer);
    if (isBuiltIn(reader.className())) {
      reader.finish();
    }
    return layer;
  }

  /** Keras writes a policy as an object, Keras 2 as its name. */
  private static @Nullable DTypePolicy policy(@Nullable Object dtype) {
    Object name = dtype instanceof Config policy ? policy.get("name") : dtype;
    if (name == null) {
      return null;
    }
    try {
      return DTypePolicy.of(String.valueOf(name));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedConfigException(
          "dtype %s is not supported; there are %s"
              .formatted(name, Arrays.toString(DTypePolicy.values())));
    }
  }

  /** A copy of any layer that computes in these numbers; Input computes nothing. */
  public static Layer withPolicy(Layer layer, DTypePolicy policy) {
    if (layer instanceof Input) {
      return layer;
    }
    Layer copy = layer.duplicate();
    copy.setDTypePolicy(policy);
    return copy;
  }

  /**
   * A copy of a layer of a file without arguments that only training needs; see {@link
   * Layer#leftOut}.
   */
  public static Layer withLeftOut(Layer layer, Map<String, Object> leftOut) {
    Layer copy = layer.duplicate();
    copy.setLeftOut(Collections.unmodifiableMap(new LinkedHashMap<>(leftOut)));
    return copy;
  }

  /** Keras 2 gives the first layer the input's shape. */
  private static void batchShape(ConfigReader reader, Layer layer) {
    for (String key : List.of("batch_shape", "batch_input_shape")) {
      if (reader.value(key) instanceof List<?> dims) {
        layer.setInputShape(sample(dims));
      }
    }
  }

  private static dev.lamina.ir.Shape sample(List<?> dims) {
    int[] sample = new int[Math.max(0, dims.size() - 1)];
    for (int i = 0; i < sample.length; i++) {
      if (!(dims.get(i + 1) instanceof Integer dim) || dim < 1) {
        throw new UnsupportedConfigException(
            "an input of shape %s is not supported; every axis but the batch needs a size"
                .formatted(dims));
      }
      sample[i] = dim;
    }
    return dev.lamina.ir.Shape.of(sample);
  }

  private static Layer input(ConfigReader r) {
    r.only("sparse", false);
    r.only("ragged", false);
    r.only("optional", false);
    for (String key : List.of("batch_shape", "batch_input_shape")) {
      if (r.value(key) instanceof List<?> dims) {
        return new Input(sample(dims));
      }
    }
    throw new LaminaException("the input has no batch_shape");
  }

  private static Layer conv2d(ConfigReader r) {
    channelsLast(r);
    nulls(
        r,
        "kernel_regularizer",
        "bias_regularizer",
        "activity_regularizer",
        "kernel_constraint",
        "bias_constraint");
    int[] kernel = r.pair("kernel_size");
    int[] strides = r.pair("strides", 1);
    int[] dilation = r.pair("dilation_rate", 1);
    return new Conv2D(r.integer("filters"), kernel[0], kernel[1])
        .strides(strides[0], strides[1])
        .padding(r.text("padding", "valid"))
        .dilationRate(dilation[0], dilation[1])
        .groups(r.integer("groups", 1))
        .useBias(r.flag("use_bias", true))
        .activation(Activations.argument(r, "activation"))
        .kernelInitializer(Initializers.argument(r, "kernel_initializer", new GlorotUniform()))
        .biasInitializer(Initializers.argument(r, "bias_initializer", new Zeros()));
  }

  private static Layer dense(ConfigReader r) {
    nulls(
        r,
        "kernel_regularizer",
        "bias_regularizer",
        "activity_regularizer",
        "kernel_constraint",
        "bias_constraint",
        "lora_rank",
        "quantization_config");
    return new Dense(r.integer("units"))
        .useBias(r.flag("use_bias", true))
        .activation(Activations.argument(r, "activation"))
        .kernelInitializer(Initializers.argument(r, "kernel_initializer", new GlorotUniform()))
        .biasInitializer(Initializers.argument(r, "bias_initializer", new Zeros()));
  }

  private static Layer batchNormalization(ConfigReader r) {
    nulls(r, "beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    r.only("synchronized", false);
    r.only("renorm", false);
    r.only("virtual_batch_size");
    // Without renorm these say nothing.
    r.ignore("renorm_clipping", "renorm_momentum", "fused");
    return new BatchNormalization()
        .axis(axis(r))
        .momentum(r.number("momentum", 0.99))
        .epsilon(r.number("epsilon", 1e-3))
        .center(r.flag("center", true))
        .scale(r.flag("scale", true))
        .betaInitializer(Initializers.argument(r, "beta_initializer", new Zeros()))
        .gammaInitializer(Initializers.argument(r, "gamma_initializer", new Ones()))
        .movingMeanInitializer(Initializers.argument(r, "moving_mean_initializer", new Zeros()))
        .movingVarianceInitializer(
            Initializers.argument(r, "moving_variance_initializer", new Ones()));
  }

  private static <L extends Pooling2D<L>> L pooling(L layer, ConfigReader r) {
    channelsLast(r);
    int[] size = r.pair("pool_size", 2);
    L sized = layer.poolSize(size[0], size[1]).padding(r.text("padding", "valid"));
    if (!r.has("strides")) {
      return sized;
    }
    int[] strides = r.pair("strides");
    return sized.strides(strides[0], strides[1]);
  }

  private static Layer globalAverage(ConfigReader r) {
    channelsLast(r);
    return new GlobalAveragePooling2D().keepDims(r.flag("keepdims", false));
  }

  private static Layer flatten(ConfigReader r) {
    channelsLast(r);
    return new Flatten();
  }

  private static Layer dropout(ConfigReader r) {
    r.only("noise_shape");
    Dropout dropout = new Dropout(r.number("rate"));
    Long seed = r.seed("seed");
    return seed == null ? dropout : dropout.seed(seed);
  }

  private static Layer relu(ConfigReader r) {
    ReLU relu =
        new ReLU().negativeSlope(r.number("negative_slope", 0)).threshold(r.number("threshold", 0));
    return r.has("max_value") ? relu.maxValue(r.number("max_value")) : relu;
  }

  /** Keras 2 calls the slope alpha. */
  private static Layer leakyRelu(ConfigReader r) {
    double alpha = r.number("alpha", 0.3);
    return new LeakyReLU().negativeSlope(r.number("negative_slope", alpha));
  }

  /** Keras 2 wraps the axis of batch normalization in a list. */
  private static int axis(ConfigReader r) {
    if (r.value("axis") instanceof List<?>) {
      int[] axes = r.integers("axis");
      if (axes.length != 1) {
        throw new UnsupportedConfigException(
            "axis=%s is not supported; only one axis is".formatted(Arrays.toString(axes)));
      }
      return axes[0];
    }
    return r.integer("axis", -1);
  }

  private static void channelsLast(ConfigReader r) {
    r.only("data_format", "channels_last");
  }

  private static void nulls(ConfigReader r, String... names) {
    for (String name : names) {
      r.only(name);
    }
  }
}
