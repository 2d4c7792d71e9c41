package dev.lamina.layers.arguments;

import dev.lamina.ShapeException;
import dev.lamina.ir.Value;

/** Checks of inputs that must be images. */
public final class Images {
  private Images() {}

  /** {@code x}, which must be of shape {@code (N, H, W, C)}. */
  public static Value require(Value x) {
    if (x.shape().rank() != 4) {
      throw new ShapeException(
          "received an input of shape %s, expected (batch, height, width, channels)"
              .formatted(x.shape()));
    }
    return x;
  }
}
