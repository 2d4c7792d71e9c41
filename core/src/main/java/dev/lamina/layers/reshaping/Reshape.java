package dev.lamina.layers.reshaping;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Samples;
import java.util.Arrays;
import java.util.List;

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
    return Samples.reshape(context.graph(), single(inputs), targetShape);
  }

  @Override
  public String purpose() {
    return "Arranges the same values in another shape.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Reshape from(ConfigReader config) {
    return new Reshape(config.integers("target_shape"));
  }

  @Override
  public Config config() {
    return baseConfig("Reshape").with("target_shape", Arrays.stream(targetShape).boxed().toList());
  }
}
