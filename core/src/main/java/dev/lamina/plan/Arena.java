package dev.lamina.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays slots out in one block so that slots in use at the same time do not overlap: largest first,
 * each at the lowest offset that is free throughout its life.
 */
final class Arena {
  private Arena() {}

  /** Sets the slots' offsets and returns the size of the block. */
  static long layOut(List<Slot> slots) {
    List<Slot> bySize = new ArrayList<>(slots);
    bySize.sort(
        Comparator.comparingLong((Slot slot) -> slot.bytes)
            .reversed()
            .thenComparingInt(slot -> slot.first));
    List<Slot> placed = new ArrayList<>(); // ascending by offset
    long size = 0;
    for (Slot slot : bySize) {
      long offset = 0;
      for (Slot other : placed) {
        if (other.overlaps(slot)) {
          if (other.offset >= offset + slot.alignedBytes()) {
            break;
          }
          offset = Math.max(offset, other.offset + other.alignedBytes());
        }
      }
      slot.offset = offset;
      size = Math.max(size, offset + slot.alignedBytes());
      int at = 0;
      while (at < placed.size() && placed.get(at).offset <= offset) {
        at++;
      }
      placed.add(at, slot);
    }
    return size;
  }

  static long align(long bytes, long alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
