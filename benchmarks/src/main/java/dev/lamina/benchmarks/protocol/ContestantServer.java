package dev.lamina.benchmarks.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a contestant as a process: introduces it after its first training step, then answers {@code
 * step N}, {@code infer N [BATCH_SIZE]} and, where the contestant can, {@code callers N SECONDS}.
 */
public final class ContestantServer {
  private final ContestantOptions options;
  private final ImageData data;
  private final Contestant contestant;
  private final JavaAllocation allocation;

  private ContestantServer(ContestantOptions options, ImageData data, Contestant contestant) {
    this.options = options;
    this.data = data;
    this.contestant = contestant;
    allocation = new JavaAllocation();
  }

  /** Builds the network, compiled and with random weights. */
  @FunctionalInterface
  public interface Maker {
    Contestant make(ContestantOptions options, ImageData data) throws Exception;
  }

  /** The whole life of the process. */
  public static void run(String[] arguments, Maker maker) throws IOException {
    LineServer server = new LineServer();
    ContestantOptions options = ContestantOptions.parse(List.of(arguments));
    ImageData data = new ImageData(options.network());
    try {
      Contestant contestant = maker.make(options, data);
      contestant.train(1, () -> {});
      Double seconds = ProcessFacts.secondsSinceStart();
      ContestantServer requests = new ContestantServer(options, data, contestant);
      server.say(requests.introduction(seconds));
      server.serve(requests::answer);
    } catch (MissingException | LinkageError e) {
      e.printStackTrace();
      server.say(Map.of("missing", String.valueOf(e.getMessage())));
    } catch (Exception e) {
      e.printStackTrace();
      server.say(Map.of("error", e.toString()));
    }
    System.exit(0); // also where a library keeps threads of its own
  }

  private Map<String, @Nullable Object> introduction(@Nullable Double firstStepSeconds) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("peer", contestant.name());
    map.put("network", options.network());
    map.put("batch_size", options.batchSize());
    map.put("requests", answered());
    map.put("parameters", contestant.parameters());
    map.put("versions", contestant.versions());
    map.put("settings", contestant.settings());
    map.put("first_step_seconds", firstStepSeconds);
    map.put("first_step_since", "process start");
    map.put("peak_resident_bytes", ProcessFacts.peakResidentBytes());
    return map;
  }

  /** The kinds of requests that this contestant answers. */
  private List<String> answered() {
    return Stream.of(Request.Kind.values())
        .filter(kind -> kind != Request.Kind.CALLERS || contestant.takesCallers())
        .map(Request.Kind::word)
        .toList();
  }

  private Map<String, @Nullable Object> answer(List<String> words) throws Exception {
    Request request = Request.parse(words);
    List<String> answered = answered();
    if (!answered.contains(request.kind().word())) {
      throw new IllegalArgumentException(
          "%s answers %s only".formatted(contestant.name(), String.join(" and ", answered)));
    }
    return switch (request.kind()) {
      case STEP -> train(request.count());
      case INFER -> infer(request.count(), request.second(options.batchSize()));
      case CALLERS ->
          new CallersMeasurement(contestant, data.images(1), request.count(), request.second(1))
              .answer();
    };
  }

  private Map<String, @Nullable Object> train(int steps) throws Exception {
    Measurement measurement = new Measurement(contestant, allocation, steps);
    measurement.start();
    contestant.train(measurement.allRuns(), measurement::lap);
    return measurement.answer("step", options.batchSize());
  }

  private Map<String, @Nullable Object> infer(int runs, int batchSize) throws Exception {
    if (batchSize > ImageData.SAMPLES) {
      throw new IllegalArgumentException(
          "expected a batch of at most %d images".formatted(ImageData.SAMPLES));
    }
    Measurement measurement = new Measurement(contestant, allocation, runs);
    float[] images = data.images(batchSize);
    measurement.start();
    for (int i = 0; i < measurement.allRuns(); i++) {
      contestant.infer(images, batchSize);
      measurement.lap();
    }
    return measurement.answer("infer", batchSize);
  }
}
