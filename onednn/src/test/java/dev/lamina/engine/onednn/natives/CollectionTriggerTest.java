package dev.lamina.engine.onednn.natives;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollectionTriggerTest {
  @Test
  void asksWhenMemoryHasDoubled() {
    CollectionTrigger trigger = new CollectionTrigger(100);
    assertThat(trigger.allocated(100)).isFalse();
    assertThat(trigger.allocated(101)).isTrue();
    assertThat(trigger.allocated(202)).isFalse();
    assertThat(trigger.allocated(203)).isTrue();
    assertThat(trigger.allocated(300)).isFalse();
  }

  /** What the collection freed counts: the next one comes as early as the first. */
  @Test
  void memoryThatIsDroppedAgainAndAgainIsBounded() {
    CollectionTrigger trigger = new CollectionTrigger(100);
    long allocated = 0;
    long most = 0;
    for (int i = 0; i < 1000; i++) {
      allocated += 30;
      most = Math.max(most, allocated);
      if (trigger.allocated(allocated)) {
        allocated = 30; // all but the newest
        trigger.freed(allocated);
      }
    }
    assertThat(most).isEqualTo(120);
  }

  @Test
  void smallBlocksThatComeAndGoAskForNothing() {
    CollectionTrigger trigger = new CollectionTrigger(100);
    assertThat(trigger.allocated(1000)).isTrue();
    for (int i = 0; i < 1000; i++) {
      assertThat(trigger.allocated(1010)).isFalse();
      trigger.freed(1000);
    }
  }
}
