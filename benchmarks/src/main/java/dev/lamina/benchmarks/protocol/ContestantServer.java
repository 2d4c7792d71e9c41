package dev.lamina.benchmarks.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a contestant as a process: introduces it after its first training step, then answers {@code
 * step N} and {@code infer N [BATCH_SIZE]}.
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
    map.put("parameters", contestant.parameters());
    map.put("versions", contestant.versions());
    map.put("settings", contestant.settings());
    map.put("first_step_seconds", firstStepSeconds);
    map.put("first_step_since", "process start");
    map.put("peak_resident_bytes", ProcessFacts.peakResidentBytes());
    return map;
  }

  private Map<String, @Nullable Object> answer(List<String> words) throws Exception {
    String kind = words.get(0);
    boolean isStep = kind.equals("step") && words.size() == 2;
    boolean isInfer = kind.equals("infer") && (words.size() == 2 || words.size() == 3);
    if (!isStep && !isInfer) {
      throw new IllegalArgumentException("expected 'step N', 'infer N [BATCH_SIZE]' or 'quit'");
    }
    int runs = positive(words.get(1));
    int batchSize = words.size() == 3 ? positive(words.get(2)) : options.batchSize();
    if (batchSize > ImageData.SAMPLES) {
      throw new IllegalArgumentException(
          "expected a batch of at most %d images".formatted(ImageData.SAMPLES));
    }
    Measurement measurement = new Measurement(contestant, allocation, runs);
    if (isStep) {
      measurement.start();
      contestant.train(measurement.allRuns(), measurement::lap);
    } else {
      float[] images = data.images(batchSize);
      measurement.start();
      for (int i = 0; i < measurement.allRuns(); i++) {
        contestant.infer(images, batchSize);
        measurement.lap();
      }
    }
    return measurement.answer(kind, batchSize);
  }

  private static int positive(String word) {
    if (!word.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("expected whole numbers of at least 1");
    }
    return Integer.parseInt(word);
  }
}
