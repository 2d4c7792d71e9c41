package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.testkit.ChildJvm;
import dev.lamina.testkit.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every way to ask for threads, in a process of its own: OpenMP reads its variables at the start.
 */
class ThreadLimitsTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final String LIMIT =
      ", but this process may use %d processor%s)"
          .formatted(PROCESSORS, PROCESSORS == 1 ? "" : "s");

  private static String run(
      List<String> before, Map<String, String> environment, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path")));
    all.addAll(List.of(arguments));
    ChildJvm child = ChildJvm.run(before, environment, all);
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(child.output()).endsWith("equal\n");
    return child.output();
  }

  private static String train(Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(SmallTraining.class.getName()));
    all.addAll(List.of(arguments));
    return run(List.of(), environment, all.toArray(String[]::new));
  }

  @Test
  void theVariableThatAsksForAThousand() throws Exception {
    String output = train(Map.of("OMP_NUM_THREADS", "1000"));

    String told = threads(PROCESSORS) + " (OMP_NUM_THREADS=1000" + LIMIT;
    assertThat(output).contains(", " + told + "\n").contains("computing with " + told + "\n");
    assertThat(output.split("computing with", -1)).as("said once").hasSize(2);
  }

  @Test
  void theProgramThatAsksForSixtyFourTimesTheProcessors() throws Exception {
    int many = 64 * PROCESSORS;
    String told = threads(PROCESSORS) + " (" + many + " were asked for" + LIMIT;
    assertThat(train(Map.of(), String.valueOf(many)))
        .contains(", " + told + "\n")
        .contains("computing with " + told + "\n");
  }

  /** OpenMP starts one thread for code that counts on more: what the others do would be missing. */
  @Test
  void openMpsOwnLimit() throws Exception {
    assertThat(train(Map.of("OMP_THREAD_LIMIT", "1"))).contains(", 1 thread\n");
    assertThat(train(Map.of("OMP_THREAD_LIMIT", "1"), "2"))
        .contains(", 1 thread (2 were asked for, but ");
  }

  @Test
  void openMpsWishToStartFewerOnABusyMachine() throws Exception {
    assertThat(train(Map.of("OMP_DYNAMIC", "true"))).contains("equal");
  }

  @Test
  void taskset() throws Exception {
    Requires.thatHere(
        List.of("/usr/bin/taskset", "/bin/taskset").stream()
            .anyMatch(file -> Files.isExecutable(Path.of(file))),
        "no taskset");
    String cpu = allowedProcessor();
    assertThat(run(List.of("taskset", "-c", cpu), Map.of(), SmallTraining.class.getName()))
        .contains(", 1 thread\n");
    assertThat(run(List.of("taskset", "-c", cpu), Map.of(), SmallTraining.class.getName(), "2"))
        .contains(", 1 thread (2 were asked for, but this process may use 1 processor)\n");
  }

  /** As Java sees a container's limit. */
  @Test
  void whatJavaMayUse() throws Exception {
    assertThat(
            run(
                List.of(),
                Map.of("OMP_NUM_THREADS", "2"),
                "-XX:ActiveProcessorCount=1",
                SmallTraining.class.getName()))
        .contains(", 1 thread (OMP_NUM_THREADS=2, but this process may use 1 processor)\n");
  }

  /** The first that this process may use, as 0 or 4. */
  private static String allowedProcessor() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.split(":\\s*")[1].split("[-,]")[0])
        .findFirst()
        .orElse("0");
  }

  private static String threads(int count) {
    return count + (count == 1 ? " thread" : " threads");
  }
}
