package dev.lamina.layers.arguments;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Samples;
import java.util.Arrays;
import java.util.List;

/**
 * Axes of samples, counted as Keras counts them: 0 is the batch, -1 the last.
 *
 * <pre>{@code
 * new SampleAxes(List.of(-1)); // the channels
 * }</pre>
 *
 * @param values in ascending order
 */
public record SampleAxes(List<Integer> values) {
  /**
   * Checked axes.
   *
   * @throws IllegalArgumentException if there are none, or the batch is among them
   */
  public SampleAxes {
    values = values.stream().sorted().toList();
    if (values.isEmpty() || values.contains(0)) {
      throw new IllegalArgumentException(
          "axis must be one or more axes other than 0, the batch, received " + values);
    }
  }

  /** These axes. */
  public static SampleAxes of(int... axes) {
    return new SampleAxes(Arrays.stream(axes).boxed().toList());
  }

  /** The argument {@code axis}: a number or a list of them, -1 if it is absent. */
  public static SampleAxes argument(ConfigReader config) {
    return config.value("axis") instanceof List<?>
        ? of(config.integers("axis"))
        : of(config.integer("axis", -1));
  }

  /**
   * The same, counted from the front, in the order of {@link #values}.
   *
   * @throws dev.lamina.ShapeException if the batch does not have one of them
   */
  public List<Integer> in(Shape batch) {
    return values.stream().map(axis -> Samples.axis(batch, axis)).toList();
  }

  /** The sizes along these axes. */
  public Shape sizes(Shape batch) {
    return Shape.of(in(batch).stream().mapToInt(batch::dim).toArray());
  }

  /** The sizes along these axes, and 1 along all others. */
  public Shape broadcast(Shape batch) {
    List<Integer> found = in(batch);
    int[] dims = new int[batch.rank()];
    Arrays.setAll(dims, axis -> found.contains(axis) ? batch.dim(axis) : 1);
    return Shape.of(dims);
  }

  /** Such as {@code [-1]}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
