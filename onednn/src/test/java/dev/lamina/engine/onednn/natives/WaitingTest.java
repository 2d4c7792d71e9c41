package dev.lamina.engine.onednn.natives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Engines;
import dev.lamina.engine.onednn.IdleProcess;
import dev.lamina.engine.onednn.Machine;
import dev.lamina.testkit.ChildJvm;
import dev.lamina.testkit.Requires;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long OpenMP's threads wait in busy loops; decided once in a process. */
class WaitingTest {
  private static final int IDLE = 2000;

  @Test
  void theUsersSettingsAreRespected() {
    assertThat(Waiting.isChosen(Map.of())).isFalse();
    assertThat(Waiting.isChosen(Map.of("OMP_NUM_THREADS", "2"))).isFalse();
    assertThat(Waiting.isChosen(Map.of("OMP_WAIT_POLICY", "active"))).isTrue();
    assertThat(Waiting.isChosen(Map.of("GOMP_SPINCOUNT", "5"))).isTrue();
  }

  @Test
  void bugReportsSayHowThreadsWait() {
    assertThat(Waiting.describe(Map.of())).isEqualTo("GOMP_SPINCOUNT=10000, chosen by Lamina");
    assertThat(Waiting.describe(Map.of("OMP_WAIT_POLICY", "passive")))
        .isEqualTo("OMP_WAIT_POLICY=passive, from the environment");
    assertThat(Waiting.describe(Map.of("GOMP_SPINCOUNT", "5", "OMP_WAIT_POLICY", "active")))
        .isEqualTo("OMP_WAIT_POLICY=active GOMP_SPINCOUNT=5, from the environment");
    assertThat(Engines.named("onednn").details()).containsKey("waiting");
  }

  @Test
  void nothingSpinsBetweenTwoCalls() throws Exception {
    assertThat(idle(Map.of())).isLessThan(IDLE / 10);
  }

  /** And so the measurement above would see it. */
  @Test
  void helpersSpinWhereTheUserSaysSo() throws Exception {
    Machine.requireGnuOpenMp();
    Requires.thatHere(
        Runtime.getRuntime().availableProcessors() > 1, "one processor: there are no helpers");
    assertThat(idle(Map.of("GOMP_SPINCOUNT", "INFINITY"))).isGreaterThan(IDLE / 5);
  }

  /** Milliseconds of processor time that an idle process uses. */
  private static long idle(Map<String, String> environment) throws Exception {
    ChildJvm child =
        ChildJvm.run(
            List.of(),
            environment,
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                IdleProcess.class.getName(),
                String.valueOf(IDLE)));
    assertThat(child.exitCode()).as(child.output()).isZero();
    return Long.parseLong(child.output().strip().replaceFirst("(?s).*used ", ""));
  }
}
