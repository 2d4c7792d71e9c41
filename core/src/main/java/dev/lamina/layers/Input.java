package dev.lamina.layers;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one sample, as a model's first layer. It passes its input on unchanged.
 *
 * <pre>{@code
 * new Sequential(new Input(28, 28, 1), new Flatten(), new Dense(10));
 * }</pre>
 */
public final class Input extends FluentLayer<Input> {
  /**
   * Samples of this shape.
   *
   * @param dims the shape of one sample, without the batch: height, width, channels for images
   * @throws dev.lamina.ShapeException if a dimension is below 1
   */
  public Input(int... dims) {
    this(Shape.of(dims));
  }

  public Input(Shape shape) {
    setInputShape(shape);
  }

  /**
   * An input of a model that is being built.
   *
   * <pre>{@code
   * SymbolicTensor image = Input.of(32, 32, 3);
   * }</pre>
   *
   * @param dims the shape of one sample, without the batch
   */
  public static SymbolicTensor of(int... dims) {
    return new Input(dims).tensor();
  }

  /** This input as the first tensor of a model that is being built. */
  public SymbolicTensor tensor() {
    return new Call(this, List.of()).outputs().get(0);
  }

  @Override
  public List<Shape> outputShapes(List<Shape> inputs) {
    return List.of(Objects.requireNonNull(inputShape()));
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return single(inputs);
  }

  @Override
  public String purpose() {
    return "States the shape of one sample.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Input from(ConfigReader config) {
    config.only("sparse", false);
    config.only("ragged", false);
    config.only("optional", false);
    Shape sample = sampleShape(config);
    if (sample == null) {
      throw new LaminaException("the input has no batch_shape");
    }
    return new Input(sample);
  }

  /** The shape of one sample that a config names; Keras 2 gives it to the first layer. */
  static @Nullable Shape sampleShape(ConfigReader config) {
    Shape shape = null;
    for (String key : List.of("batch_shape", "batch_input_shape")) {
      if (config.value(key) instanceof List<?> dims) {
        shape = sample(dims);
      }
    }
    return shape;
  }

  private static Shape sample(List<?> dims) {
    int[] sample = new int[Math.max(0, dims.size() - 1)];
    for (int i = 0; i < sample.length; i++) {
      if (!(dims.get(i + 1) instanceof Integer dim) || dim < 1) {
        throw new UnsupportedConfigException(
            "an input of shape %s is not supported; every axis but the batch needs a size"
                .formatted(dims));
      }
      sample[i] = dim;
    }
    return Shape.of(sample);
  }

  /** As Keras's {@code InputLayer}. */
  @Override
  public Config config() {
    List<@Nullable Integer> batchShape = new ArrayList<>();
    batchShape.add(null);
    Shape shape = inputShape();
    for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
      batchShape.add(shape.dim(axis));
    }
    return Config.of("InputLayer")
        .with("batch_shape", batchShape)
        .with("dtype", "float32")
        .with("sparse", false)
        .with("ragged", false)
        .with("optional", false);
  }
}
