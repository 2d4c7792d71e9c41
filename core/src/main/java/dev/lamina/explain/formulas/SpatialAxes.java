package dev.lamina.explain.formulas;

import java.util.List;

/** What people call the axes between the batch and the channels. */
final class SpatialAxes {
  private SpatialAxes() {}

  /** The names of one to three axes, in their order. */
  static List<String> names(int rank) {
    return switch (rank) {
      case 1 -> List.of("length");
      case 2 -> List.of("height", "width");
      default -> List.of("depth", "height", "width");
    };
  }

  /** {@code depth, height and width}. */
  static String list(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
