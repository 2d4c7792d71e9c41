package dev.lamina.engine.onednn.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private static Threads choose(int requested, String numThreads, int processors, int cores) {
    return Threads.choose(
        requested, Map.of("OMP_NUM_THREADS", numThreads, "UNRELATED", "1"), processors, cores);
  }

  @Test
  void theUserDecidesThenTheEnvironmentThenTheMachine() {
    assertThat(choose(3, "5", 8, 4)).hasToString("3 threads");
    assertThat(choose(0, "5", 8, 4)).hasToString("5 threads");
    assertThat(choose(0, "6,2", 8, 4)).hasToString("6 threads");
    assertThat(choose(0, "", 8, 4)).hasToString("4 threads");
    assertThat(Threads.choose(0, Map.of(), 1, 4)).hasToString("1 thread");
  }

  @Test
  void aContainersLimitCountsForMoreThanTheMachinesCores() {
    assertThat(choose(0, "", 2, 64).used()).isEqualTo(2);
  }

  @Test
  void nobodyGetsMoreThanTheProcessorsAndIsTold() {
    assertThat(choose(64, "5", 2, 2))
        .isEqualTo(new Threads(2, "64 were asked for", "this process may use 2 processors"))
        .hasToString("2 threads (64 were asked for, but this process may use 2 processors)");
    assertThat(choose(0, "1000", 1, 8))
        .hasToString("1 thread (OMP_NUM_THREADS=1000, but this process may use 1 processor)");
    assertThat(choose(0, "999999999", 8, 4).used()).isEqualTo(8);
    assertThat(choose(8, "", 8, 4).shortfall()).isEmpty();
  }

  @Test
  void openMpsOwnLimitHoldsForEverybody() {
    Map<String, String> limit = Map.of("OMP_THREAD_LIMIT", "2", "OMP_NUM_THREADS", "3");
    assertThat(Threads.choose(0, limit, 8, 4))
        .hasToString("2 threads (OMP_NUM_THREADS=3, but OMP_THREAD_LIMIT=2)");
    assertThat(Threads.choose(4, limit, 8, 4))
        .hasToString("2 threads (4 were asked for, but OMP_THREAD_LIMIT=2)");
    assertThat(Threads.choose(0, Map.of("OMP_THREAD_LIMIT", "2"), 8, 4)).hasToString("2 threads");
    assertThat(Threads.choose(9, Map.of("OMP_THREAD_LIMIT", "99"), 8, 4))
        .hasToString("8 threads (9 were asked for, but this process may use 8 processors)");
  }

  @Test
  void anUnreadableEnvironmentIsIgnored() {
    for (String value : new String[] {"", "many", "-3", "0", "99999999999"}) {
      assertThat(choose(0, value, 8, 4)).hasToString("4 threads");
    }
  }

  /** As with a runtime other than GNU's or LLVM's. */
  @Test
  void whereThreadsCannotBeSetTheEnvironmentMustSayTheSame() {
    Map<String, String> four = Map.of("OMP_NUM_THREADS", "4");
    assertThat(OpenMp.inEffect(Threads.choose(0, four, 8, 4), four, 8)).isEqualTo(4);
    assertThat(OpenMp.inEffect(Threads.choose(8, Map.of(), 8, 4), Map.of(), 8)).isEqualTo(8);
    assertThat(OpenMp.inEffect(Threads.choose(0, Map.of(), 8, 4), Map.of(), 8)).isEqualTo(8);
    assertThatThrownBy(() -> OpenMp.inEffect(Threads.choose(4, Map.of(), 8, 4), Map.of(), 8))
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "cannot set 4 threads from here, oneDNN computes with 8; set the environment variable"
                + " OMP_NUM_THREADS=4 before the start");
    Map<String, String> many = Map.of("OMP_NUM_THREADS", "1000");
    assertThatThrownBy(() -> OpenMp.inEffect(Threads.choose(0, many, 8, 4), many, 8))
        .hasMessageContaining("oneDNN computes with 1000; set")
        .hasMessageEndingWith("OMP_NUM_THREADS=8 before the start");
  }
}
