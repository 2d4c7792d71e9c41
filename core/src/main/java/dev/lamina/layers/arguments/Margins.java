package dev.lamina.layers.arguments;

import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import java.util.List;

/** Numbers of rows and columns at the four sides of an image. */
public record Margins(int top, int bottom, int left, int right) {
  /**
   * Checked margins.
   *
   * @param what the argument's name, for the message
   */
  public static Margins of(String what, int top, int bottom, int left, int right) {
    Margins margins = new Margins(top, bottom, left, right);
    if (top < 0 || bottom < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "%s must be >= 0, received %s".formatted(what, margins.toList()));
    }
    return margins;
  }

  /** In Keras's forms: a number, one for height and width each, or two for each. */
  public static Margins argument(ConfigReader config, String name, int absent) {
    Object value = config.value(name);
    List<?> axes =
        value instanceof List<?> list
            ? list
            : List.of(config.integer(name, absent), config.integer(name, absent));
    if (axes.size() == 2) {
      List<?> rows = pair(axes.get(0));
      List<?> columns = pair(axes.get(1));
      if (rows.size() == 2
          && columns.size() == 2
          && rows.get(0) instanceof Integer top
          && rows.get(1) instanceof Integer bottom
          && columns.get(0) instanceof Integer left
          && columns.get(1) instanceof Integer right) {
        return of(name, top, bottom, left, right);
      }
    }
    throw new UnsupportedConfigException(
        "%s=%s is not supported; only a whole number, two, or two pairs of them are"
            .formatted(name, value));
  }

  private static List<?> pair(Object value) {
    return value instanceof List<?> list ? list : List.of(value, value);
  }

  /** As Keras writes them: rows, then columns. */
  public List<List<Integer>> toList() {
    return List.of(List.of(top, bottom), List.of(left, right));
  }
}
