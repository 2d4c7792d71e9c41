package dev.lamina.layers;

import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The built-in layers by the class names that files know them by.
 *
 * <pre>{@code
 * Layer copy = Layers.from(new ConfigReader(new Dense(10).config(), CustomObjects.none()));
 * }</pre>
 */
public final class Layers {
  private static final Map<String, Function<ConfigReader, Layer>> BY_CLASS =
      Map.ofEntries(
          Map.entry("Activation", Activation::from),
          Map.entry("Add", Add::from),
          Map.entry("Average", Average::from),
          Map.entry("AveragePooling2D", AveragePooling2D::from),
          Map.entry("BatchNormalization", BatchNormalization::from),
          Map.entry("Concatenate", Concatenate::from),
          Map.entry("Conv2D", Conv2D::from),
          Map.entry("Conv2DTranspose", Conv2DTranspose::from),
          Map.entry("Cropping2D", Cropping2D::from),
          Map.entry("Dense", Dense::from),
          Map.entry("DepthwiseConv2D", DepthwiseConv2D::from),
          Map.entry("Dot", Dot::from),
          Map.entry("Dropout", Dropout::from),
          Map.entry("ELU", ELU::from),
          Map.entry("Flatten", Flatten::from),
          Map.entry("GlobalAveragePooling2D", GlobalAveragePooling2D::from),
          Map.entry("GlobalMaxPooling2D", GlobalMaxPooling2D::from),
          Map.entry("Identity", Identity::from),
          Map.entry("InputLayer", Input::from),
          Map.entry("LeakyReLU", LeakyReLU::from),
          Map.entry("MaxPooling2D", MaxPool2D::from),
          Map.entry("Maximum", Maximum::from),
          Map.entry("Minimum", Minimum::from),
          Map.entry("Multiply", Multiply::from),
          Map.entry("Permute", Permute::from),
          Map.entry("ReLU", ReLU::from),
          Map.entry("RepeatVector", RepeatVector::from),
          Map.entry("Rescaling", Rescaling::from),
          Map.entry("Reshape", Reshape::from),
          Map.entry("SeparableConv2D", SeparableConv2D::from),
          Map.entry("Softmax", Softmax::from),
          Map.entry("Subtract", Subtract::from),
          Map.entry("UpSampling2D", UpSampling2D::from),
          Map.entry("ZeroPadding2D", ZeroPadding2D::from));

  private Layers() {}

  /** Whether a class of this name is built in. */
  public static boolean isBuiltIn(String className) {
    return BY_CLASS.containsKey(className);
  }

  /**
   * The layer that a config stands for, with its name if the config has one.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument; the
   *     message does not name the layer
   */
  public static Layer from(ConfigReader reader) {
    Layer layer = reader.make(Layer.class, BY_CLASS).withBaseConfig(reader);
    if (isBuiltIn(reader.className())) {
      reader.finish();
    }
    return layer;
  }

  /**
   * The argument {@code name} of another layer: the name of a function, a config, or absent for
   * linear. As in Keras a layer that computes an activation ({@link ReLU}, {@link LeakyReLU},
   * {@link ELU}, {@link Softmax}, {@link Activation}) may stand for it.
   */
  public static dev.lamina.activations.Activation activation(ConfigReader reader, String name) {
    if (reader.value(name) instanceof Config config && isBuiltIn(config.className())) {
      Layer layer = from(reader.inner(config));
      if (layer instanceof dev.lamina.activations.Activation activation) {
        return activation;
      }
      throw new UnsupportedConfigException(
          "%s=%s is not supported; expected a layer without weights that computes an activation, such as ReLU"
              .formatted(name, config.className()));
    }
    return Activations.argument(reader, name);
  }

  /** The same layer, computing in these numbers; Input computes nothing. */
  public static Layer withPolicy(Layer layer, DTypePolicy policy) {
    if (layer instanceof Input) {
      return layer;
    }
    Layer copy = layer.duplicate();
    copy.setDTypePolicy(policy);
    return copy;
  }

  /** Another layer with the same arguments, and weights of its own. */
  public static Layer another(Layer layer) {
    Layer copy = layer.duplicate();
    copy.renewIdentity();
    return copy;
  }

  /**
   * The same layer of a file without arguments that only training needs; see {@link Layer#leftOut}.
   */
  public static Layer withLeftOut(Layer layer, Map<String, Object> leftOut) {
    Layer copy = layer.duplicate();
    copy.setLeftOut(Collections.unmodifiableMap(new LinkedHashMap<>(leftOut)));
    return copy;
  }
}
