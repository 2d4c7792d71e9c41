package dev.lamina.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contestants that behave and that do not. */
class RaceTest {
  private static final Effort EFFORT =
      new Effort(
          8, 1, 2, 3, List.of(1, 4), Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(30));

  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  private List<Result> run(Effort effort, List<Entrant> entrants) throws InterruptedException {
    return run(effort, Neighbours.NONE, entrants);
  }

  private List<Result> run(Effort effort, Neighbours neighbours, List<Entrant> entrants)
      throws InterruptedException {
    return new Race(effort, neighbours, new PrintStream(progress, true, StandardCharsets.UTF_8))
        .run("reference-cnn", entrants);
  }

  @Test
  void collectsAllRoundsOfAll() throws InterruptedException {
    List<Result> results = run(EFFORT, List.of(FakePeer.good("a", 4), FakePeer.good("b", 8)));
    assertThat(results).extracting(Result::contestant).containsExactly("a", "b");
    Result b = results.get(1);
    assertThat(b.missing()).isNull();
    assertThat(b.training()).isEqualTo(new Figure(8, 8, 8, 8, 6, 1000, 16L, null));
    assertThat(b.inference()).isEqualTo(new Figure(2, 2, 2, 2, 6, 4000, 16L, null));
    assertThat(b.singleImage()).isEqualTo(new Figure(2, 2, 2, 2, 12, 500, 16L, null));
    assertThat(b.firstStepSeconds()).isEqualTo(1.25);
    assertThat(b.peakResidentBytes()).isEqualTo(2_000_000);
    assertThat(b.versions()).containsEntry("fake", "1.0");
    assertThat(b.settings()).containsEntry("how", "good").containsEntry("cpus", "[0,1]");
    assertThat(b.callers()).isEmpty();
  }

  @Test
  void asksForCallersWhereTheyAreTaken() throws InterruptedException {
    List<Result> results = run(EFFORT, List.of(FakePeer.good("a", 4), FakePeer.serving("b")));
    assertThat(results.get(0).callers()).isEmpty();
    assertThat(results.get(0).missing()).isNull();
    assertThat(results.get(1).callers())
        .containsExactly(
            new CallersFigure(1, 1000, 1000, 1000, 1.5, 9, 2),
            new CallersFigure(4, 4000, 4000, 4000, 1.5, 9, 2));
    assertThat(results.get(1).peakResidentBytes()).isEqualTo(3_000_000);
  }

  @Test
  void oneThatInfersOnlyIsNotMissing() throws InterruptedException {
    List<Result> results = run(EFFORT, List.of(FakePeer.inferring("a"), FakePeer.good("b", 4)));
    Result a = results.get(0);
    assertThat(a.missing()).isNull();
    assertThat(a.training()).isNull();
    assertThat(a.firstStepSeconds()).isNull();
    assertThat(a.inference()).isEqualTo(new Figure(1, 1, 1, 1, 6, 8000, 16L, null));
    assertThat(a.singleImage()).isEqualTo(new Figure(1, 1, 1, 1, 12, 1000, 16L, null));
    assertThat(results.get(1).training()).isNotNull();
  }

  /** The contestant itself counts, at its start and in each kind of turn. */
  @Test
  void busyProcessesRunBesideEveryTurn() throws InterruptedException {
    List<Entrant> entrants = List.of(FakePeer.counting("a"));
    for (int count : new int[] {0, 2}) {
      Result a = run(EFFORT, new Neighbours(count), entrants).get(0);
      assertThat(a.missing()).isNull();
      assertThat(a.firstStepSeconds()).isEqualTo(count);
      for (Figure figure : List.of(a.training(), a.inference(), a.singleImage())) {
        assertThat(figure.bestMs()).isEqualTo(count);
        assertThat(figure.upperQuartileMs()).isEqualTo(count);
      }
      assertThat(a.callers())
          .allMatch(figure -> figure.lowestPerSecond() == count)
          .allMatch(figure -> figure.highestPerSecond() == count)
          .hasSize(2);
      assertThat(ProcessHandle.current().children()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "missing, torch",
    "dead, dead has ended with exit code 3",
    "crashing, crashing has ended with exit code 139; it printed: a word on stderr | segmentation"
        + " fault",
    "babbling, 'answered \"Epoch 1/5\", expected a JSON object'",
    "listing, 'answered \"[1, 2]\", expected a JSON object'",
    "erring, answered: out of memory",
    "speechless, speechless answered without slowest_ms",
    "foreign, 'foreign runs another network: reference-cnn has 5 parameters, expected one of"
        + " {reference-cnn=422538'",
    "empty, answered without samples_ms and batch_size",
  })
  void oneThatFailsIsMissingAndTheOthersGoOn(String how, String message)
      throws InterruptedException {
    List<Result> results = run(EFFORT, List.of(FakePeer.bad(how), FakePeer.good("good", 4)));
    assertThat(results.get(0).missing()).contains(message);
    assertThat(results.get(0).training()).isNull();
    assertThat(results.get(1).missing()).isNull();
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("missing " + how + ": ");
  }

  @ParameterizedTest
  @CsvSource({"silent", "hanging"})
  void oneThatHangsIsEnded(String how) throws InterruptedException {
    Effort hasty =
        new Effort(
            8, 1, 1, 3, List.of(), Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(2));
    List<Result> results = run(hasty, List.of(FakePeer.bad(how)));
    assertThat(results.get(0).missing()).contains(how + " has not answered within 2 s");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList())
        .isEmpty();
  }

  @Test
  void whatCannotBeStartedIsMissing() throws InterruptedException {
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(Entrant.of("ghost", List.of("/no/such/program")));
    entrants.add(Entrant.missing("absent", "no --python given"));
    List<Result> results = run(EFFORT, entrants);
    assertThat(results.get(0).missing()).contains("ghost cannot be started: ");
    assertThat(results.get(1).missing()).isEqualTo("no --python given");
  }
}
