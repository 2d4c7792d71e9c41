package dev.lamina.layers.arguments;

import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A number for each axis along which a layer works, in the order in which the input has them: a
 * kernel's height and width, strides.
 *
 * <pre>{@code
 * Sizes.of("strides", 2, 2); // 2 along height and width
 * Sizes.of("kernelSize", 2, 3, 1); // 3 rows, 1 column
 * }</pre>
 *
 * @param values one for each axis
 */
public record Sizes(List<Integer> values) {
  public Sizes {
    values = List.copyOf(values);
  }

  /**
   * Checked numbers.
   *
   * @param what the argument's name, for the message
   * @param axes how many axes there are
   * @param values one for all axes, or one for each
   * @throws IllegalArgumentException if there are more or fewer, or one is below 1
   */
  public static Sizes of(String what, int axes, int... values) {
    return atLeast(1, what, axes, values);
  }

  /** Checked numbers that may be this small. */
  private static Sizes atLeast(int least, String what, int axes, int... values) {
    if (values.length != 1 && values.length != axes) {
      throw new IllegalArgumentException(
          "%s must be one number%s, received %s"
              .formatted(what, axes == 1 ? "" : " or " + axes, Arrays.toString(values)));
    }
    Sizes sizes =
        new Sizes(
            values.length == 1
                ? Collections.nCopies(axes, values[0])
                : Arrays.stream(values).boxed().toList());
    if (sizes.values.stream().anyMatch(value -> value < least)) {
      throw new IllegalArgumentException(
          "%s must be >= %d, received %s".formatted(what, least, sizes));
    }
    return sizes;
  }

  /** Checked numbers that may be 0. */
  public static Sizes ofZeroAnd(String what, int axes, int... values) {
    return atLeast(0, what, axes, values);
  }

  /** 1 along each axis. */
  public static Sizes ones(int axes) {
    return new Sizes(Collections.nCopies(axes, 1));
  }

  /**
   * In Keras's forms: a number, or a list of one for each axis.
   *
   * @throws UnsupportedConfigException if it has another form
   */
  public static int[] argument(ConfigReader config, String name, int axes) {
    if (!(config.value(name) instanceof List<?>)) {
      return new int[] {config.integer(name)};
    }
    int[] numbers = config.integers(name);
    if (numbers.length != axes) {
      throw new UnsupportedConfigException(
          "%s=%s is not supported; expected %s"
              .formatted(
                  name,
                  Arrays.toString(numbers),
                  axes == 1 ? "one whole number" : axes + " whole numbers"));
    }
    return numbers;
  }

  /** The same with what holds where the config does not tell. */
  public static int[] argument(ConfigReader config, String name, int axes, int absent) {
    return config.has(name) ? argument(config, name, axes) : new int[] {absent};
  }

  /** Whether one is above 1. */
  public boolean isAboveOne() {
    return values.stream().anyMatch(value -> value > 1);
  }

  /** The number along one axis. */
  public int get(int axis) {
    return values.get(axis);
  }

  /** All of them. */
  public int[] toArray() {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Such as {@code 3x3}; one number alone where all are the same. */
  @Override
  public String toString() {
    return values.stream().distinct().count() == 1 ? "" + values.get(0) : text();
  }

  /** Such as {@code 3x3}. */
  public String text() {
    return values.stream().map(value -> "" + value).collect(Collectors.joining("x"));
  }
}
