package dev.lamina.plan;

import dev.lamina.engine.Engine;
import org.jspecify.annotations.Nullable;

/** A place in memory while a plan is being made: either a variable's, or a part of the arena. */
final class Slot {
  private static final int FOREVER = Integer.MAX_VALUE;

  final long bytes;
  final @Nullable String variable;
  int first;
  int last;
  long offset;

  private Slot(long bytes, @Nullable String variable, int first, int last) {
    this.bytes = bytes;
    this.variable = variable;
    this.first = first;
    this.last = last;
  }

  static Slot ofVariable(String name, long bytes) {
    return new Slot(bytes, name, 0, FOREVER);
  }

  /** A part of the arena that is live from {@code step} to its last use. */
  static Slot at(int step, long bytes) {
    return new Slot(bytes, null, step, step);
  }

  /** A part of the arena that keeps its content between runs. */
  static Slot kept(long bytes) {
    return new Slot(bytes, null, 0, FOREVER);
  }

  void keep() {
    first = 0;
    last = FOREVER;
  }

  void use(int step) {
    last = Math.max(last, step);
  }

  /** Takes account of a step that was put before all others. */
  void oneStepLater() {
    if (last != FOREVER) {
      first++;
      last++;
    }
  }

  boolean overlaps(Slot other) {
    return first <= other.last && other.first <= last;
  }

  long alignedBytes() {
    return Arena.align(bytes, Engine.ALIGNMENT);
  }
}
