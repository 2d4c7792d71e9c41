package dev.lamina.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArenaTest {
  @Test
  void slotsInUseTogetherNeverOverlap() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      List<Slot> slots = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        Slot slot = Slot.at(random.nextInt(40), random.nextInt(1, 5000));
        slot.use(slot.first + random.nextInt(8));
        slots.add(slot);
      }
      long size = Arena.layOut(slots);
      for (Slot a : slots) {
        assertThat(a.offset % 64).isZero();
        assertThat(a.offset + a.bytes).isLessThanOrEqualTo(size);
        for (Slot b : slots) {
          boolean apart = a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset;
          assertThat(a == b || apart || !a.overlaps(b)).isTrue();
        }
      }
    }
  }

  @Test
  void memoryIsUsedAgain() {
    Slot first = Slot.at(0, 640);
    first.use(1);
    Slot second = Slot.at(2, 640);
    assertThat(Arena.layOut(List.of(first, second))).isEqualTo(640);
  }
}
