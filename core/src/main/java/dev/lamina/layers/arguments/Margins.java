package dev.lamina.layers.arguments;

import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Numbers of rows, columns or planes at the sides of an image.
 *
 * <pre>{@code
 * Margins.of("padding", 2, 1); // 1 at each side of an image
 * Margins.of("padding", 2, 0, 1, 0, 1); // none at the top and the left, 1 at the bottom and the right
 * }</pre>
 *
 * @param before at the top, the left ... one for each axis
 * @param after at the bottom, the right ... one for each axis
 */
public record Margins(List<Integer> before, List<Integer> after) {
  public Margins {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /**
   * Checked margins.
   *
   * @param what the argument's name, for the message
   * @param axes how many axes there are
   * @param values one for all sides, one for both sides of each axis, or two for each axis
   */
  public static Margins of(String what, int axes, int... values) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    boolean sides = values.length == 2 * axes;
    for (int axis = 0; axis < axes; axis++) {
      int first = values[sides ? 2 * axis : values.length == 1 ? 0 : axis];
      before.add(first);
      after.add(sides ? values[2 * axis + 1] : first);
    }
    Margins margins = new Margins(before, after);
    if (before.stream().anyMatch(size -> size < 0) || after.stream().anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException(
          "%s must be >= 0, received %s".formatted(what, margins.toList()));
    }
    return margins;
  }

  /** In Keras's forms: a number, one for each axis, or two for each. */
  public static Margins argument(ConfigReader config, String name, int axes, int absent) {
    Object value = config.value(name);
    if (!(value instanceof List<?> list)) {
      return of(name, axes, config.integer(name, absent));
    }
    List<?> pairs = axes == 1 ? List.of(list) : list;
    List<Integer> sides = new ArrayList<>();
    for (Object pair : pairs) {
      List<?> both = pair instanceof List<?> found ? found : List.of(pair, pair);
      for (Object side : both) {
        if (both.size() == 2 && side instanceof Integer size) {
          sides.add(size);
        }
      }
    }
    if (pairs.size() != axes || sides.size() != 2 * axes) {
      throw new UnsupportedConfigException(
          "%s=%s is not supported; only a whole number%s is"
              .formatted(
                  name,
                  value,
                  axes == 1
                      ? " or two of them"
                      : ", %d, or %d pairs of them".formatted(axes, axes)));
    }
    return of(name, axes, sides.stream().mapToInt(Integer::intValue).toArray());
  }

  /** For all axes of a batch: none at the batch and at the channels. */
  public List<Integer> beforeAll() {
    return surrounded(before);
  }

  /** The same at the other sides. */
  public List<Integer> afterAll() {
    return surrounded(after);
  }

  private static List<Integer> surrounded(List<Integer> sizes) {
    List<Integer> all = new ArrayList<>(Collections.nCopies(sizes.size() + 2, 0));
    for (int i = 0; i < sizes.size(); i++) {
      all.set(i + 1, sizes.get(i));
    }
    return all;
  }

  /** As Keras writes them: a pair for each axis, and the pair alone where there is one axis. */
  public List<?> toList() {
    List<List<Integer>> pairs = new ArrayList<>();
    for (int axis = 0; axis < before.size(); axis++) {
      pairs.add(List.of(before.get(axis), after.get(axis)));
    }
    return pairs.size() == 1 ? pairs.get(0) : pairs;
  }

  /** Such as {@code [[0, 1], [0, 1]]}. */
  @Override
  public String toString() {
    return toList().toString();
  }
}
