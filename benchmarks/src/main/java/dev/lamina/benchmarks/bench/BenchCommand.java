package dev.lamina.benchmarks.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.benchmarks.lamina.Network;
import dev.lamina.engine.Engines;
import dev.lamina.files.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lamina bench}. */
@Command(
    name = "lamina bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures training steps and inference of Lamina, and of other libraries where asked, beside"
          + " the machine's own limits.",
      "Keep the machine otherwise idle: another program on the same cores slows all of them many"
          + " times. --busy measures just that."
    },
    footer = {
      "",
      "Examples:",
      "  lamina bench",
      "  lamina bench --peers --python venv/bin/python --json results.json --svg results.svg",
      "  lamina bench --busy --callers --peers --python venv/bin/python --networks reference-cnn",
      "  lamina bench --profile --networks vgg-style",
      "  lamina bench --table results.json       the README's table from a file"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration PEAK_TIME = Duration.ofMinutes(2);

  private final PrintStream out;
  private final PrintStream progress;

  @Mixin private final BenchOptions options = new BenchOptions();

  private BenchCommand(PrintStream out, PrintStream progress) {
    this.out = out;
    this.progress = progress;
  }

  /** The process; the launcher's word {@code bench} may come first. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    boolean named = arguments.length > 0 && arguments[0].equals("bench");
    String[] rest = named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    CommandLine line = new CommandLine(new BenchCommand(out, err));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          err.println("error: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
          return CommandLine.ExitCode.SOFTWARE;
        });
    return line.execute(rest);
  }

  @Override
  public Integer call() throws Exception {
    options.check();
    if (options.table != null) {
      out.print(MarkdownReport.of(ReportFile.read(options.table)));
      return CommandLine.ExitCode.OK;
    }
    if (options.profile) {
      printProfiles();
      return CommandLine.ExitCode.OK;
    }
    Report report = measure();
    if (options.json != null) {
      ReportFile.write(options.json, report);
    }
    if (options.svg != null) {
      AtomicFile.writeText(options.svg, BarChart.of(report));
    }
    out.print(TextReport.of(report));
    return CommandLine.ExitCode.OK;
  }

  private Report measure() throws Exception {
    List<Entrant> entrants = entrants();
    Effort effort =
        new Effort(
            options.batchSize,
            options.threads,
            options.rounds,
            options.steps,
            options.callers,
            PAUSE,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5));
    Race race = new Race(effort, new Neighbours(options.busy), progress);
    Limits limits = limits(Limits.UNKNOWN);
    List<NetworkResults> results = new ArrayList<>();
    for (String name : options.networks) {
      Network.Arithmetic arithmetic = Network.named(name).orElseThrow().arithmetic();
      results.add(
          new NetworkResults(
              name,
              options.batchSize,
              options.batchSize * arithmetic.training(),
              options.batchSize * arithmetic.inference(),
              race.run(name, entrants)));
      limits = limits(limits);
    }
    return new Report(
        LocalDate.now(ZoneOffset.UTC).toString(),
        options.commandLine(),
        MachineFacts.here(),
        options.threads,
        options.rounds,
        options.busy,
        limits,
        results);
  }

  private List<Entrant> entrants() throws InterruptedException {
    List<Entrant> entrants = new ArrayList<>(Entrants.lamina());
    Entrants others = new Entrants(Path.of(System.getProperty("lamina.home", ".")));
    if (options.peers) {
      entrants.addAll(others.python(options.python, options.busy > 0));
    }
    entrants.removeIf(entrant -> !options.isChosen(entrant.name()));
    for (String name : Entrants.JVM.keySet()) {
      if (options.peers && options.isChosen(name)) {
        progress.printf("building %s%n", name);
        Entrant entrant = others.jvm(name);
        warmUp(entrant);
        entrants.add(entrant);
      }
    }
    return entrants;
  }

  /** The first start unpacks natives, which is no part of a first training step. */
  private void warmUp(Entrant entrant) {
    Effort small =
        new Effort(
            8,
            options.threads,
            1,
            1,
            List.of(),
            PAUSE,
            Duration.ofMinutes(5),
            Duration.ofMinutes(1));
    try (Turns started = Turns.start(entrant, Network.REFERENCE_CNN.key(), small)) {
      progress.println("ready: " + started.entrant().name());
    } catch (PeerException e) {
      progress.println("missing " + entrant.name() + ": " + e.getMessage());
    }
  }

  private Limits limits(Limits before) throws IOException {
    Entrant probe = Entrants.roofline(options.threads);
    try (PeerProcess process =
        new PeerProcess(probe.name(), probe.command(), probe.environment())) {
      process.answer(PEAK_TIME);
      JsonNode peak = process.ask("peak", PEAK_TIME);
      return before.best(
          new Limits(
              number(peak, "f32_flops"),
              number(peak, "bf16_flops"),
              number(peak, "memory_bytes_per_second")));
    } catch (PeerException e) {
      progress.println("the machine's limits are unknown: " + e.getMessage());
      return before;
    }
  }

  private static @Nullable Double number(JsonNode node, String key) {
    return node.path(key).isNumber() ? node.get(key).asDouble() : null;
  }

  private void printProfiles() throws IOException {
    Limits limits = limits(Limits.UNKNOWN);
    Engines.threads(options.threads);
    out.println(TextReport.limits(limits));
    Profiles profiles = new Profiles(options.batchSize, limits, out);
    for (String network : options.networks) {
      profiles.print(network);
    }
  }
}
