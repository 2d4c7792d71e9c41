package dev.lamina.benchmarks.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import dev.lamina.benchmarks.lamina.LaminaContestant;
import dev.lamina.benchmarks.lamina.Network;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.engine.Engines;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.Sequential;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lamina bench}. */
@Command(
    name = "lamina bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures training steps and inference of Lamina, and of other libraries where asked, beside"
          + " the machine's own limits.",
      "Keep the machine otherwise idle: another program on the same cores slows all of them many"
          + " times."
    },
    footer = {
      "",
      "Examples:",
      "  lamina bench",
      "  lamina bench --peers --python venv/bin/python --json results.json --svg results.svg",
      "  lamina bench --profile --networks vgg-style",
      "  lamina bench --table results.json       the README's table from a file"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int PROFILED_RUNS = 40;
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration PEAK_TIME = Duration.ofMinutes(2);

  private final PrintStream out;
  private final PrintStream progress;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description = "reference-cnn, vgg-style, separated by commas. Default: both")
  private List<String> networks = List.of(Network.REFERENCE_CNN.key(), Network.VGG_STYLE.key());

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images per step. Default: ${DEFAULT-VALUE}")
  private int batchSize = 128;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each contestant. Default: the machine's logical cores")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each contestant has its turn. Default: ${DEFAULT-VALUE}")
  private int rounds = 4;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps, and inferences, in a turn. Default: ${DEFAULT-VALUE}")
  private int steps = 25;

  @Option(
      names = "--peers",
      description =
          "Measure DJL and DL4J too, whose jars Maven fetches now, and the Python peers of"
              + " --python.")
  private boolean peers;

  @Option(
      names = "--python",
      paramLabel = "EXECUTABLE",
      description = "A Python with keras, tensorflow-cpu, jax or torch; what it lacks is missing.")
  private @Nullable String python;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to this file.")
  private @Nullable Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Write a chart to this file.")
  private @Nullable Path svg;

  @Option(
      names = "--profile",
      description = "Print where the time of Lamina's own steps goes, instead of contestants.")
  private boolean profile;

  @Option(
      names = "--table",
      paramLabel = "FILE.json",
      description = "Print the Markdown table of an earlier run, and measure nothing.")
  private @Nullable Path table;

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
    check();
    if (table != null) {
      out.print(MarkdownReport.of(ReportFile.read(table)));
      return CommandLine.ExitCode.OK;
    }
    if (profile) {
      printProfiles(limits(Limits.UNKNOWN));
      return CommandLine.ExitCode.OK;
    }
    Report report = measure();
    if (json != null) {
      ReportFile.write(json, report);
    }
    if (svg != null) {
      ReportFile.write(svg, BarChart.of(report));
    }
    out.print(TextReport.of(report));
    return CommandLine.ExitCode.OK;
  }

  private void check() {
    for (String network : networks) {
      Network known =
          Network.named(network)
              .orElseThrow(
                  () ->
                      wrong(
                          "--networks: \"%s\" is unknown; choose of %s"
                              .formatted(network, measurable())));
      known
          .obstacle()
          .ifPresent(
              why -> {
                throw wrong(
                    "--networks: %s %s; choose of %s".formatted(network, why, measurable()));
              });
    }
    atLeastOne("--batch-size", batchSize);
    atLeastOne("--threads", threads);
    int processors = Runtime.getRuntime().availableProcessors();
    if (threads > processors) {
      throw wrong(
          "--threads: received %d, expected at most %d, the processors that this process may use"
              .formatted(threads, processors));
    }
    atLeastOne("--rounds", rounds);
    atLeastOne("--steps", steps);
    if (batchSize > ImageData.SAMPLES) {
      throw wrong(
          "--batch-size: received %d, expected at most %d".formatted(batchSize, ImageData.SAMPLES));
    }
    if (python != null && !peers) {
      throw wrong("--python: its peers run with --peers only; add it");
    }
    for (Path file : Arrays.asList(json, svg)) {
      makeFolder(file);
    }
  }

  /** Makes a file's folder before an hour of measuring. */
  private void makeFolder(@Nullable Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw wrong("%s: its folder %s cannot be made; name another".formatted(file, folder));
      }
    }
  }

  private static String measurable() {
    return Arrays.stream(Network.values())
        .filter(network -> network.obstacle().isEmpty())
        .map(Network::key)
        .collect(Collectors.joining(", "));
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw wrong("%s: received %d, expected at least 1".formatted(option, value));
    }
  }

  private ParameterException wrong(String message) {
    if (spec == null) {
      throw new IllegalStateException("not started by picocli");
    }
    return new ParameterException(spec.commandLine(), message);
  }

  private Report measure() throws Exception {
    List<Entrant> entrants = new ArrayList<>(Entrants.lamina());
    if (peers) {
      Entrants others = new Entrants(Path.of(System.getProperty("lamina.home", ".")));
      entrants.addAll(others.python(python));
      progress.println("building the peers on the JVM");
      for (Entrant entrant : others.jvm()) {
        warmUp(entrant);
        entrants.add(entrant);
      }
    }
    Effort effort =
        new Effort(
            batchSize, threads, rounds, steps, PAUSE, Duration.ofMinutes(5), Duration.ofMinutes(5));
    Limits limits = limits(Limits.UNKNOWN);
    List<NetworkResults> results = new ArrayList<>();
    for (String name : networks) {
      Network.Arithmetic arithmetic = Network.named(name).orElseThrow().arithmetic();
      results.add(
          new NetworkResults(
              name,
              batchSize,
              batchSize * arithmetic.training(),
              batchSize * arithmetic.inference(),
              new Race(effort, progress).run(name, entrants)));
      limits = limits(limits);
    }
    return new Report(
        LocalDate.now(ZoneOffset.UTC).toString(),
        commandLine(),
        machine(),
        threads,
        rounds,
        limits,
        results);
  }

  /** The first start unpacks natives, which is no part of a first training step. */
  private void warmUp(Entrant entrant) {
    Effort small =
        new Effort(8, threads, 1, 1, PAUSE, Duration.ofMinutes(5), Duration.ofMinutes(1));
    try (Turns started = Turns.start(entrant, Network.REFERENCE_CNN.key(), small)) {
      progress.println("ready: " + started.entrant().name());
    } catch (PeerException e) {
      progress.println("missing " + entrant.name() + ": " + e.getMessage());
    }
  }

  private Limits limits(Limits before) throws IOException {
    Entrant probe = Entrants.roofline(threads);
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

  private void printProfiles(Limits limits) throws IOException {
    Engines.threads(threads);
    out.println(TextReport.limits(limits));
    for (String name : networks) {
      for (DTypePolicy policy : DTypePolicy.values()) {
        Optional<String> whyNot = LaminaContestant.whyNot(policy);
        if (whyNot.isPresent()) {
          out.printf("%n%s, %s: not measured: %s%n", name, policy, whyNot.get());
          continue;
        }
        ImageData data = new ImageData(name);
        try (Sequential model = Network.named(name).orElseThrow().compiled(policy)) {
          out.printf("%n%s, %s, training step, batch %d%n", name, policy, batchSize);
          out.print(
              ProfileTable.of(
                  model.profileTraining(
                      LaminaContestant.repeated(data, batchSize), batchSize, PROFILED_RUNS),
                  limits));
          out.printf("%n%s, %s, inference, batch %d%n", name, policy, batchSize);
          out.print(
              ProfileTable.of(
                  model.profilePrediction(data.images(batchSize), PROFILED_RUNS), limits));
        }
      }
    }
  }

  /** What was asked for, without the paths of this machine. */
  private String commandLine() {
    List<String> words = new ArrayList<>(List.of("./lamina", "bench"));
    if (!networks.equals(List.of(Network.REFERENCE_CNN.key(), Network.VGG_STYLE.key()))) {
      words.addAll(List.of("--networks", String.join(",", networks)));
    }
    if (peers) {
      words.add("--peers");
    }
    if (python != null) {
      words.addAll(List.of("--python", "python"));
    }
    words.addAll(List.of("--rounds", String.valueOf(rounds), "--steps", String.valueOf(steps)));
    return String.join(" ", words);
  }

  private static Report.Machine machine() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    return new Report.Machine(
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        memory,
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.version"));
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
