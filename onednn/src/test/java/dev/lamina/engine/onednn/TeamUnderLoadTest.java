package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.testkit.ChildJvm;
import dev.lamina.testkit.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Teams whose members the scheduler puts aside again and again. {@code
 * -Ddev.lamina.onednn.stress=600} lets each test run for ten minutes; what hangs is ended and
 * fails.
 */
class TeamUnderLoadTest {
  private static final int SECONDS = Integer.getInteger("dev.lamina.onednn.stress", 5);

  @Test
  void moreThreadsThanProcessors() throws Exception {
    Machine.requireTiles();
    run(List.of());
  }

  @Test
  void allMembersOnOneProcessor() throws Exception {
    Machine.requireTiles();
    Path taskset = Path.of("/usr/bin/taskset");
    Requires.thatHere(Files.isExecutable(taskset), "there is no " + taskset);
    run(List.of(taskset.toString(), "-c", "0"));
  }

  private static void run(List<String> before) throws Exception {
    ChildJvm child =
        ChildJvm.run(
            before,
            Map.of(),
            SECONDS / 60 + 3,
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                TeamUnderLoad.class.getName(),
                String.valueOf(SECONDS)));
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(child.output()).matches("(?s).*[1-9]\\d* rounds equal\\s*");
  }
}
