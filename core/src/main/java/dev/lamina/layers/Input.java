package dev.lamina.layers;

import dev.lamina.config.Config;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.List;
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

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return single(inputs);
  }

  @Override
  public String purpose() {
    return "States the shape of one sample.";
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
