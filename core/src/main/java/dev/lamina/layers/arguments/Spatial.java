package dev.lamina.layers.arguments;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Inputs of one, two or three axes between the batch and the channels: sequences, images, volumes.
 *
 * <pre>{@code
 * Spatial.require(x, 2); // (batch, height, width, channels)
 * Spatial.thing(3); // volume
 * }</pre>
 */
public final class Spatial {
  private Spatial() {}

  /**
   * The same value.
   *
   * @throws ShapeException if it has not so many axes between the batch and the channels
   */
  public static Value require(Value x, int axes) {
    require(x.shape(), axes);
    return x;
  }

  /** The same of a batch's shape. */
  static void require(Shape batch, int axes) {
    if (batch.rank() != axes + 2) {
      String channels = axes == 2 && batch.rank() == 3 ? "; grey images need a last axis of 1" : "";
      throw new ShapeException(
          "received an input of shape %s, expected %s%s"
              .formatted(batch, Window.expected(axes), channels));
    }
  }

  /** The axes between the batch and the channels. */
  public static List<Integer> axes(int axes) {
    return IntStream.rangeClosed(1, axes).boxed().toList();
  }

  /** What an input of so many axes is called. */
  public static String thing(int axes) {
    return List.of("sequence", "image", "volume").get(axes - 1);
  }

  /** What its places are called. */
  public static String places(int axes) {
    return List.of("places", "pixels", "voxels").get(axes - 1);
  }
}
