package dev.lamina.benchmarks.bench;

import dev.lamina.benchmarks.lamina.Network;
import dev.lamina.benchmarks.protocol.ImageData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code lamina bench}, and what is wrong with them. */
final class BenchOptions {
  private static final int MOST_CALLERS = 1000;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description = "reference-cnn, vgg-style, resnet-20, separated by commas. Default: all")
  List<String> networks = Network.keys();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images per step. Default: ${DEFAULT-VALUE}")
  int batchSize = 128;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each contestant. Default: the machine's logical cores")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each contestant has its turn. Default: ${DEFAULT-VALUE}")
  int rounds = 4;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps, and inferences, in a turn. Default: ${DEFAULT-VALUE}")
  int steps = 25;

  @Option(
      names = "--peers",
      description =
          "Measure DJL and DL4J too, whose jars Maven fetches now, and the Python peers of"
              + " --python.")
  boolean peers;

  @Option(
      names = "--python",
      paramLabel = "EXECUTABLE",
      description =
          "A Python with keras, tensorflow-cpu, jax, torch, or onnxruntime and onnx; what it lacks"
              + " is missing.")
  @Nullable String python;

  @Option(
      names = "--contestants",
      split = ",",
      paramLabel = "NAME",
      description = "Measure these alone, by their names in the table. Default: all")
  List<String> contestants = List.of();

  @Option(
      names = "--busy",
      arity = "0..1",
      fallbackValue = BusyCount.EACH_CORE,
      converter = BusyCount.class,
      paramLabel = "N",
      description =
          "While a contestant has its turn, N other processes compute without pause. Without a"
              + " number: one for each core")
  int busy;

  @Option(
      names = "--callers",
      arity = "0..1",
      split = ",",
      fallbackValue = "1,4,16",
      paramLabel = "N",
      description =
          "Measure also how many single images a second so many threads have predicted at the same"
              + " time, by one model. Without numbers: ${FALLBACK-VALUE}")
  List<Integer> callers = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to this file.")
  @Nullable Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Write a chart to this file.")
  @Nullable Path svg;

  @Option(
      names = "--profile",
      description = "Print where the time of Lamina's own steps goes, instead of contestants.")
  boolean profile;

  @Option(
      names = "--table",
      paramLabel = "FILE.json",
      description = "Print the Markdown table of an earlier run, and measure nothing.")
  @Nullable Path table;

  /**
   * Checks them all.
   *
   * @throws ParameterException naming the option, what was received and what is expected
   */
  void check() {
    for (String network : networks) {
      if (Network.named(network).isEmpty()) {
        throw wrong("--networks: \"%s\" is unknown; choose of %s".formatted(network, measurable()));
      }
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
    checkContestants();
    callers.forEach(count -> checkCallers(count));
    if (profile && (busy > 0 || !callers.isEmpty())) {
      throw wrong("--profile: --busy and --callers measure contestants; leave them out");
    }
    for (Path file : Arrays.asList(json, svg)) {
      makeFolder(file);
    }
  }

  private void checkCallers(int count) {
    atLeastOne("--callers", count);
    if (count > MOST_CALLERS) {
      throw wrong("--callers: received %d, expected at most %d".formatted(count, MOST_CALLERS));
    }
  }

  private void checkContestants() {
    List<String> known = peers ? Entrants.names(busy > 0) : Entrants.names(Entrants.lamina());
    for (String name : contestants) {
      if (!known.contains(name)) {
        throw wrong(
            "--contestants: \"%s\" is unknown; choose of %s%s"
                .formatted(
                    name, String.join(", ", known), peers ? "" : "; with --peers of others too"));
      }
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
    return String.join(", ", Network.keys());
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

  boolean isChosen(String name) {
    return contestants.isEmpty() || contestants.contains(name);
  }

  /** What was asked for, without the paths of this machine. */
  String commandLine() {
    List<String> words = new ArrayList<>(List.of("./lamina", "bench"));
    if (!networks.equals(Network.keys())) {
      words.addAll(List.of("--networks", String.join(",", networks)));
    }
    if (peers) {
      words.add("--peers");
    }
    if (python != null) {
      words.addAll(List.of("--python", "python"));
    }
    if (!contestants.isEmpty()) {
      words.addAll(List.of("--contestants", '"' + String.join(",", contestants) + '"'));
    }
    if (busy > 0) {
      words.addAll(List.of("--busy", String.valueOf(busy)));
    }
    if (!callers.isEmpty()) {
      words.addAll(
          List.of(
              "--callers", callers.stream().map(String::valueOf).collect(Collectors.joining(","))));
    }
    words.addAll(List.of("--rounds", String.valueOf(rounds), "--steps", String.valueOf(steps)));
    return String.join(" ", words);
  }
}
