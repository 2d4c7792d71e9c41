package dev.lamina.benchmarks.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A contestant's process, which answers each line by one JSON object. What it prints otherwise goes
 * to its stderr, of which the end is kept.
 */
final class PeerProcess implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TAIL_LINES = 8;

  /** In the queue of answers: the process has closed its output. */
  private static final String END = "";

  private final String name;
  private final Process process;
  private final Writer requests;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Deque<String> tail = new ArrayDeque<>(); // guarded by itself
  private final Thread onExit;

  PeerProcess(String name, List<String> command, Map<String, String> environment)
      throws PeerException {
    this.name = name;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new PeerException(name + " cannot be started: " + e.getMessage());
    }
    requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    onExit = new Thread(this::destroy);
    Runtime.getRuntime().addShutdownHook(onExit);
    follow(process.getInputStream(), this::answer);
    follow(process.getErrorStream(), this::remember);
  }

  @FunctionalInterface
  private interface Lines {
    void accept(@Nullable String line);
  }

  private static void follow(InputStream stream, Lines lines) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                  lines.accept(line);
                }
              } catch (IOException e) {
                // The process has ended.
              }
              lines.accept(null);
            },
            "bench-output");
    thread.setDaemon(true);
    thread.start();
  }

  private void answer(@Nullable String line) {
    if (line == null) {
      answers.add(END);
    } else if (!line.isBlank()) {
      answers.add(line);
    }
  }

  private void remember(@Nullable String line) {
    synchronized (tail) {
      if (line != null && !line.isBlank()) {
        tail.addLast(line.strip());
        if (tail.size() > TAIL_LINES) {
          tail.removeFirst();
        }
      }
    }
  }

  /** Sends a request and waits for its answer. */
  JsonNode ask(String request, Duration atMost) throws PeerException {
    try {
      requests.write(request + "\n");
      requests.flush();
    } catch (IOException e) {
      throw failed("has ended before \"" + request + "\"");
    }
    return answer(atMost);
  }

  /** The next answer; the first one comes unasked. */
  JsonNode answer(Duration atMost) throws PeerException {
    String line;
    try {
      line = answers.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    }
    if (line == null) {
      throw failed("has not answered within %d s".formatted(atMost.toSeconds()));
    }
    if (line.equals(END)) {
      answers.add(END);
      throw failed("has ended" + exitCode());
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      node = null;
    }
    if (node == null || !node.isObject()) {
      throw failed("answered \"%s\", expected a JSON object".formatted(shortened(line)));
    }
    if (node.has("missing")) {
      throw new PeerException(shortened(node.get("missing").asText()));
    }
    if (node.has("error")) {
      throw failed("answered: " + shortened(node.get("error").asText()));
    }
    return node;
  }

  private String exitCode() {
    try {
      return process.waitFor(2, TimeUnit.SECONDS) ? " with exit code " + process.exitValue() : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  private PeerException failed(String how) {
    synchronized (tail) {
      String last = tail.isEmpty() ? "" : "; it printed: " + shortened(String.join(" | ", tail));
      return new PeerException(name + " " + how + last);
    }
  }

  /** Ends it at once. */
  void abort() {
    destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forget();
  }

  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Lets it quit, and ends it where it does not. */
  @Override
  public void close() {
    try {
      requests.write("quit\n");
      requests.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        destroy();
      }
    } catch (IOException e) {
      destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      destroy();
    }
    forget();
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
  }
}
