package dev.lamina.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Busy processes run while they should, and end when they should. */
@Timeout(120)
class NeighboursTest {
  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  @Test
  void runWhileTheTurnLastsAndNotAfterIt() throws PeerException {
    List<ProcessHandle> during = new Neighbours(2).beside(NeighboursTest::children);
    assertThat(during).hasSize(2);
    assertThat(during).noneMatch(ProcessHandle::isAlive);
    assertThat(new Neighbours(0).beside(NeighboursTest::children)).isEmpty();
  }

  /** A process that slept, or computed only at times, would not come to so much. */
  @Test
  void computeWithoutPause() throws PeerException {
    new Neighbours(2)
        .beside(
            () -> {
              List<Duration> before = children().stream().map(NeighboursTest::used).toList();
              Duration more = Duration.ofMillis(300);
              for (int i = 0; i < before.size(); i++) {
                while (used(children().get(i)).compareTo(before.get(i).plus(more)) < 0) {
                  Thread.onSpinWait();
                }
              }
              return before;
            });
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  @Test
  void endAlsoWhenTheTurnFails() {
    assertThatThrownBy(
            () ->
                new Neighbours(2)
                    .beside(
                        () -> {
                          throw new PeerException("has ended");
                        }))
        .isInstanceOf(PeerException.class)
        .hasMessage("has ended");
    assertThat(children()).isEmpty();
  }

  @Test
  void oneThatEndsEarlySpoilsTheFigures() {
    assertThatThrownBy(
            () ->
                new Neighbours(2)
                    .beside(
                        () -> {
                          ProcessHandle first = children().get(0);
                          first.destroyForcibly();
                          return first.onExit().join();
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "--busy: a process that keeps a core busy has not run to the end of a turn: ")
        .hasMessageContaining("busy process has ended");
    assertThat(children()).isEmpty();
  }

  /** Killed without a word, the bench cannot end them; they end with their input. */
  @Test
  void endWhenTheBenchIsKilled() throws Exception {
    Process bench =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<ProcessHandle> busy;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(bench.getInputStream(), StandardCharsets.UTF_8))) {
      busy =
          Stream.of(lines.readLine().split(" "))
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
    } finally {
      bench.destroyForcibly();
    }
    assertThat(busy).hasSize(2);
    for (ProcessHandle process : busy) {
      process.onExit().get(1, TimeUnit.MINUTES);
    }
  }

  /** A bench in the middle of a turn. */
  static final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws PeerException, IOException {
      new Neighbours(2)
          .beside(
              () -> {
                System.out.println(
                    children().stream()
                        .map(process -> String.valueOf(process.pid()))
                        .collect(Collectors.joining(" ")));
                System.out.flush();
                try {
                  Thread.sleep(Duration.ofMinutes(2).toMillis());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return arguments;
              });
    }
  }
}
