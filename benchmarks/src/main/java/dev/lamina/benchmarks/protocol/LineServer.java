package dev.lamina.benchmarks.protocol;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers each line of stdin by one JSON object on stdout, on which nothing else is printed. */
public final class LineServer {
  private final PrintStream answers =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

  /** From now on {@link System#out} leads to stderr. */
  public LineServer() {
    System.setOut(System.err);
  }

  /** What answers a request, split into its words. */
  @FunctionalInterface
  public interface Requests {
    /**
     * Answers.
     *
     * @throws IllegalArgumentException if the request is not understood
     */
    Map<String, @Nullable Object> answer(List<String> words) throws Exception;
  }

  /** Answers until {@code quit} or the end of the input. */
  public void serve(Requests requests) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      List<String> words = List.of(line.strip().split("\\s+", -1));
      if (words.equals(List.of("quit"))) {
        return;
      }
      try {
        say(requests.answer(words));
      } catch (Exception | LinkageError e) {
        e.printStackTrace();
        say(Map.of("error", line + ": " + e));
      }
    }
  }

  /** Prints one answer. */
  public void say(Map<String, @Nullable Object> answer) {
    answers.println(Json.write(answer));
    answers.flush();
  }
}
