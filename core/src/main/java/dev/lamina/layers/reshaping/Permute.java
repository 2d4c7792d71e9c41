package dev.lamina.layers.reshaping;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reorders the axes of each sample: with dims 2, 1 {@code (N, A, B) -> (N, B, A)}.
 *
 * <pre>{@code
 * new Permute(2, 1);
 * new Permute(3, 1, 2); // channels first
 * }</pre>
 */
public final class Permute extends FluentLayer<Permute> {
  private final int[] dims;

  /**
   * A layer that gives samples this order.
   *
   * @param dims for each axis of the output, which axis of the input it is, counted from 1, without
   *     the batch
   */
  public Permute(int... dims) {
    int[] sorted = dims.clone();
    Arrays.sort(sorted);
    if (dims.length == 0
        || !Arrays.equals(sorted, IntStream.rangeClosed(1, dims.length).toArray())) {
      throw new IllegalArgumentException(
          "dims must hold each number from 1 to the number of axes once, without the batch,"
              + " received "
              + Arrays.toString(dims));
    }
    this.dims = dims.clone();
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    if (x.shape().rank() != dims.length + 1) {
      throw new ShapeException(
          "dims=%s orders %d axes, but samples of shape %s have %d; give one number for each"
              .formatted(
                  Arrays.toString(dims), dims.length, x.shape().sample(), x.shape().rank() - 1));
    }
    List<Integer> order = new ArrayList<>(List.of(0));
    order.addAll(toList());
    return context.graph().add(new Transpose(order), x);
  }

  private List<Integer> toList() {
    return Arrays.stream(dims).boxed().toList();
  }

  @Override
  public String purpose() {
    return "Puts the axes in another order; no value changes.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Permute from(ConfigReader config) {
    return new Permute(config.integers("dims"));
  }

  @Override
  public Config config() {
    return baseConfig("Permute").with("dims", toList());
  }
}
