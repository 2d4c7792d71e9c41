package dev.lamina.layers.reshaping;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;

/**
 * Each sample, a row, several times: {@code (N, C) -> (N, n, C)}.
 *
 * <pre>{@code
 * new RepeatVector(3);
 * }</pre>
 */
public final class RepeatVector extends FluentLayer<RepeatVector> {
  private final int n;

  /** A layer that repeats its input {@code n} times. */
  public RepeatVector(int n) {
    this.n = Arguments.positive("n", n);
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    if (x.shape().rank() != 2) {
      throw new ShapeException(
          "received an input of shape %s, expected (batch, features)".formatted(x.shape()));
    }
    int batch = x.shape().dim(0);
    int features = x.shape().dim(1);
    Value row = context.graph().reshape(x, Shape.of(batch, 1, features));
    return context.graph().broadcast(row, Shape.of(batch, n, features));
  }

  @Override
  public String purpose() {
    return "Repeats its input, once for each of several steps or places.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static RepeatVector from(ConfigReader config) {
    return new RepeatVector(config.integer("n"));
  }

  @Override
  public Config config() {
    return baseConfig("RepeatVector").with("n", n);
  }
}
