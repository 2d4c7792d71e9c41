package dev.lamina.layers;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same values, in row-major order, under another shape: {@code (N, ...) -> (N,
 * targetShape...)}.
 *
 * <pre>{@code
 * new Reshape(28, 28, 1);
 * new Reshape(-1, 3); // -1 is whatever is left
 * }</pre>
 */
public final class Reshape extends FluentLayer<Reshape> {
  private final int[] targetShape;

  /**
   * A layer that gives samples this shape.
   *
   * @param targetShape the shape of one sample; one dimension may be -1
   */
  public Reshape(int... targetShape) {
    boolean valid = Arrays.stream(targetShape).allMatch(dim -> dim >= 1 || dim == -1);
    if (!valid || Arrays.stream(targetShape).filter(dim -> dim == -1).count() > 1) {
      throw new IllegalArgumentException(
          "targetShape must be of dimensions >= 1, at most one of them -1, received "
              + Arrays.toString(targetShape));
    }
    this.targetShape = targetShape.clone();
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Shape input = x.shape().sample();
    int known = Arrays.stream(targetShape).filter(dim -> dim != -1).reduce(1, Math::multiplyExact);
    boolean open = IntStream.of(targetShape).anyMatch(dim -> dim == -1);
    if (open ? input.size() % known != 0 : input.size() != known) {
      throw new ShapeException(
          "cannot reshape samples of %s (%d values) to %s"
              .formatted(input, input.size(), Arrays.toString(targetShape)));
    }
    int[] dims =
        IntStream.of(targetShape).map(dim -> dim == -1 ? input.size() / known : dim).toArray();
    return context.graph().reshape(x, Shape.of(dims).batched(x.shape().dim(0)));
  }

  @Override
  public String purpose() {
    return "Arranges the same values in another shape.";
  }

  /** Reads a config's own arguments; {@link Layers#from} reads those that every layer has. */
  public static Reshape from(ConfigReader config) {
    return new Reshape(config.integers("target_shape"));
  }

  @Override
  public Config config() {
    return baseConfig("Reshape").with("target_shape", Arrays.stream(targetShape).boxed().toList());
  }
}
