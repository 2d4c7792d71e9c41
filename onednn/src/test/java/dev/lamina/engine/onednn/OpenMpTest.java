package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Engine;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenMpTest {
  @Test
  void theUserDecidesThenTheEnvironmentThenTheMachine() {
    assertThat(OpenMp.choose(3, Map.of("OMP_NUM_THREADS", "5"), 8, 4)).isEqualTo(3);
    assertThat(OpenMp.choose(0, Map.of("OMP_NUM_THREADS", "5"), 8, 4)).isEqualTo(5);
    assertThat(OpenMp.choose(0, Map.of("OMP_NUM_THREADS", "6,2"), 8, 4)).isEqualTo(6);
    assertThat(OpenMp.choose(0, Map.of(), 8, 4)).isEqualTo(4);
  }

  @Test
  void aContainersLimitCountsForMoreThanTheMachinesCores() {
    assertThat(OpenMp.choose(0, Map.of(), 2, 64)).isEqualTo(2);
  }

  @Test
  void anUnreadableEnvironmentIsIgnored() {
    for (String value : new String[] {"", "many", "-3", "0", "99999999999"}) {
      assertThat(OpenMp.choose(0, Map.of("OMP_NUM_THREADS", value), 8, 4)).isEqualTo(4);
    }
  }

  @Test
  void saysWhatToDoWhereThreadsCannotBeSet() {
    assertThat(OpenMp.refusal(4, 2))
        .hasMessage(
            "cannot set 4 threads from here, oneDNN computes with 2; set the environment variable"
                + " OMP_NUM_THREADS=4 before the start");
  }

  @Test
  void theEngineTellsItsThreads() {
    try (Engine engine = new OneDnnProvider().create(1)) {
      assertThat(engine.description()).startsWith("oneDNN 3.").endsWith(", 1 thread");
    }
    try (Engine engine = new OneDnnProvider().create(2)) {
      assertThat(engine.description()).endsWith(", 2 threads");
    }
  }
}
