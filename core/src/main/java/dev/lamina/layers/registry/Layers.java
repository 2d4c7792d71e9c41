package dev.lamina.layers.registry;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerCopies;
import dev.lamina.layers.activation.Activation;
import dev.lamina.layers.activation.ELU;
import dev.lamina.layers.activation.LeakyReLU;
import dev.lamina.layers.activation.ReLU;
import dev.lamina.layers.activation.Softmax;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.convolutional.Conv2DTranspose;
import dev.lamina.layers.convolutional.DepthwiseConv2D;
import dev.lamina.layers.convolutional.SeparableConv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.core.Identity;
import dev.lamina.layers.merging.Add;
import dev.lamina.layers.merging.Average;
import dev.lamina.layers.merging.Concatenate;
import dev.lamina.layers.merging.Dot;
import dev.lamina.layers.merging.Maximum;
import dev.lamina.layers.merging.Minimum;
import dev.lamina.layers.merging.Multiply;
import dev.lamina.layers.merging.Subtract;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.AveragePooling2D;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.layers.pooling.GlobalMaxPooling2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.preprocessing.Rescaling;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Cropping2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.layers.reshaping.Permute;
import dev.lamina.layers.reshaping.RepeatVector;
import dev.lamina.layers.reshaping.Reshape;
import dev.lamina.layers.reshaping.UpSampling2D;
import dev.lamina.layers.reshaping.ZeroPadding2D;
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
    Layer layer = LayerCopies.configured(reader.make(Layer.class, BY_CLASS), reader);
    if (isBuiltIn(reader.className())) {
      reader.finish();
    }
    return layer;
  }
}
