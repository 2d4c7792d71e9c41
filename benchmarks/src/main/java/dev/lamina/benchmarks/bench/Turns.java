package dev.lamina.benchmarks.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One contestant's running process and what its turns have given so far. */
final class Turns implements AutoCloseable {
  private final Entrant entrant;
  private final PeerProcess process;
  private final JsonNode introduction;
  private final List<JsonNode> training = new ArrayList<>();
  private final List<JsonNode> inference = new ArrayList<>();
  private final List<JsonNode> singleImage = new ArrayList<>();

  private Turns(Entrant entrant, PeerProcess process, JsonNode introduction) {
    this.entrant = entrant;
    this.process = process;
    this.introduction = introduction;
  }

  /** Starts the process and waits for its first training step. */
  static Turns start(Entrant entrant, String network, Effort effort) throws PeerException {
    if (entrant.missing() != null) {
      throw new PeerException(entrant.missing());
    }
    List<String> command = new ArrayList<>(entrant.command());
    command.addAll(
        List.of(
            "--network",
            network,
            "--batch-size",
            String.valueOf(effort.batchSize()),
            "--threads",
            String.valueOf(effort.threads())));
    PeerProcess process = new PeerProcess(entrant.name(), command, entrant.environment());
    try {
      return new Turns(entrant, process, process.answer(effort.start()));
    } catch (PeerException e) {
      process.abort();
      throw e;
    }
  }

  Entrant entrant() {
    return entrant;
  }

  void train(Effort effort) throws PeerException {
    training.add(process.ask("step " + effort.steps(), effort.turn()));
  }

  void infer(Effort effort) throws PeerException {
    inference.add(process.ask("infer " + effort.steps(), effort.turn()));
  }

  void inferSingle(Effort effort) throws PeerException {
    singleImage.add(process.ask("infer %d 1".formatted(2 * effort.steps()), effort.turn()));
  }

  Result result() throws PeerException {
    return new Result(
        entrant.name(),
        entrant.isBfloat16(),
        null,
        texts(introduction.path("versions")),
        texts(introduction.path("settings")),
        introduction.path("first_step_seconds").isNumber()
            ? introduction.get("first_step_seconds").asDouble()
            : null,
        peakResident(),
        figure(training),
        figure(inference),
        figure(singleImage));
  }

  private @Nullable Long peakResident() {
    Long peak = null;
    for (List<JsonNode> answers :
        List.of(List.of(introduction), training, inference, singleImage)) {
      for (JsonNode answer : answers) {
        Long bytes = number(answer, "peak_resident_bytes");
        peak = bytes == null || (peak != null && peak > bytes) ? peak : bytes;
      }
    }
    return peak;
  }

  private Figure figure(List<JsonNode> answers) throws PeerException {
    List<Double> samples = new ArrayList<>();
    Long java = null;
    Long native_ = null;
    int batchSize = 0;
    for (JsonNode answer : answers) {
      answer.path("samples_ms").forEach(sample -> samples.add(sample.asDouble()));
      batchSize = answer.path("batch_size").asInt();
      // The last turn's: in earlier ones a compiler may still be at work.
      java = number(answer, "java_bytes_per_run");
      native_ = number(answer, "native_bytes_per_run");
    }
    if (samples.isEmpty() || batchSize < 1) {
      throw new PeerException(
          entrant.name() + " answered without samples_ms and batch_size; expected both");
    }
    return Figure.of(samples, batchSize, java, native_);
  }

  private static @Nullable Long number(JsonNode answer, String key) {
    return answer.path(key).isNumber() ? answer.get(key).asLong() : null;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> map = new LinkedHashMap<>();
    object.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
    return map;
  }

  /** Ends it at once, after it has failed. */
  void abort() {
    process.abort();
  }

  @Override
  public void close() {
    process.close();
  }
}
