package dev.lamina.explain.formulas;

/**
 * Which part of an image the places along one axis of a value depend on: place {@code i} on the
 * pixels from {@code start + i jump} on, {@code size} of them. Pixels outside are padding.
 *
 * @param count the number of places
 */
record ReceptiveAxis(long start, long size, long jump, int count) {
  /** The image itself. */
  static ReceptiveAxis pixels(int extent) {
    return new ReceptiveAxis(0, 1, 1, extent);
  }

  /**
   * A window of {@code span} places that moves by {@code stride}, over {@code before} of padding.
   */
  ReceptiveAxis slide(int span, int stride, int before, int results) {
    return new ReceptiveAxis(
        start - before * jump, size + (span - 1) * jump, jump * stride, results);
  }

  /** All places become one. */
  ReceptiveAxis joined() {
    return new ReceptiveAxis(start, size + (count - 1) * jump, 0, 1);
  }

  /** Each place depends on both, as in a sum of two values. */
  ReceptiveAxis with(ReceptiveAxis other) {
    long from = Math.min(start, other.start);
    long to = Math.max(start + size, other.start + other.size);
    return new ReceptiveAxis(
        from, to - from, Math.max(jump, other.jump), Math.max(count, other.count));
  }

  /** The most pixels that a place sees of an image of {@code extent} pixels. */
  int visible(int extent) {
    long most = 0;
    for (long place = 0; place < count; place++) {
      long from = Math.max(0, start + place * jump);
      long to = Math.min(extent, start + place * jump + size);
      most = Math.max(most, to - from);
    }
    return (int) Math.max(1, most);
  }
}
