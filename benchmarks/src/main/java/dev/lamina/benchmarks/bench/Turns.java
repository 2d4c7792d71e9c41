package dev.lamina.benchmarks.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.benchmarks.protocol.ParameterCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One contestant's running process and what its turns have given so far. */
final class Turns implements AutoCloseable {
  static final String STEP = "step";
  static final String INFER = "infer";
  static final String CALLERS = "callers";

  private static final String REQUESTS = "requests";
  private static final String RATE = "predictions_per_second";
  private static final String MEDIAN = "median_ms";
  private static final String SLOWEST = "slowest_ms";

  private final Entrant entrant;
  private final PeerProcess process;
  private final JsonNode introduction;
  private final List<JsonNode> training = new ArrayList<>();
  private final List<JsonNode> inference = new ArrayList<>();
  private final List<JsonNode> singleImage = new ArrayList<>();
  private final Map<Integer, List<JsonNode>> callers = new TreeMap<>();

  private Turns(Entrant entrant, PeerProcess process, JsonNode introduction) {
    this.entrant = entrant;
    this.process = process;
    this.introduction = introduction;
  }

  /**
   * Starts the process and waits for its first training step.
   *
   * @throws PeerException if it does not come so far, or has built another network
   */
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
      JsonNode introduction = process.answer(effort.start());
      checkParameters(entrant, network, introduction.path("parameters"));
      return new Turns(entrant, process, introduction);
    } catch (PeerException e) {
      process.abort();
      throw e;
    }
  }

  private static void checkParameters(Entrant entrant, String network, JsonNode parameters)
      throws PeerException {
    try {
      ParameterCounts.check(network, parameters.asLong(-1));
    } catch (IllegalStateException e) {
      throw new PeerException(entrant.name() + " runs another network: " + e.getMessage());
    }
  }

  Entrant entrant() {
    return entrant;
  }

  /** Whether it answers such a request; one that does not say answers steps and inferences. */
  boolean answers(String request) {
    if (!introduction.has(REQUESTS)) {
      return request.equals(STEP) || request.equals(INFER);
    }
    for (JsonNode word : introduction.get(REQUESTS)) {
      if (word.asText().equals(request)) {
        return true;
      }
    }
    return false;
  }

  void train(Effort effort) throws PeerException {
    training.add(process.ask(STEP + " " + effort.steps(), effort.turn()));
  }

  void infer(Effort effort) throws PeerException {
    inference.add(process.ask(INFER + " " + effort.steps(), effort.turn()));
  }

  void inferSingle(Effort effort) throws PeerException {
    singleImage.add(process.ask(INFER + " %d 1".formatted(2 * effort.steps()), effort.turn()));
  }

  /** One second of so many threads that ask for single images at the same time. */
  void call(int threads, Effort effort) throws PeerException {
    JsonNode answer = process.ask(CALLERS + " " + threads + " 1", effort.turn());
    for (String key : List.of(RATE, MEDIAN, SLOWEST)) {
      if (!answer.path(key).isNumber()) {
        throw new PeerException("%s answered without %s".formatted(entrant.name(), key));
      }
    }
    callers.computeIfAbsent(threads, n -> new ArrayList<>()).add(answer);
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
        answers(STEP) ? figure(training) : null,
        answers(INFER) ? figure(inference) : null,
        answers(INFER) ? figure(singleImage) : null,
        callers.entrySet().stream()
            .map(entry -> callersFigure(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static CallersFigure callersFigure(int threads, List<JsonNode> answers) {
    return CallersFigure.of(
        threads,
        answers.stream()
            .map(
                answer ->
                    new CallersFigure.Turn(
                        answer.get(RATE).asDouble(),
                        answer.get(MEDIAN).asDouble(),
                        answer.get(SLOWEST).asDouble()))
            .toList());
  }

  private @Nullable Long peakResident() {
    List<List<JsonNode>> all = new ArrayList<>(callers.values());
    all.addAll(List.of(List.of(introduction), training, inference, singleImage));
    Long peak = null;
    for (List<JsonNode> answers : all) {
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
    object.properties().forEach(e -> map.put(e.getKey(), text(e.getValue())));
    return map;
  }

  /** A list such as that of CPUs as JSON has it; {@code asText} of a list is empty. */
  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
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
