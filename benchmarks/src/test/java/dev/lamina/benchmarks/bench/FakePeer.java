package dev.lamina.benchmarks.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that speaks the protocol, or breaks it in a way that its first argument names. */
final class FakePeer {
  private FakePeer() {}

  /** An entrant whose every training step takes so long. */
  static Entrant good(String name, double stepMs) {
    return entrant(name, "good", String.valueOf(stepMs));
  }

  /** One that takes callers too: 1000 predictions per second for each. */
  static Entrant serving(String name) {
    return entrant(name, "serving", "4");
  }

  /** One that cannot train. */
  static Entrant inferring(String name) {
    return entrant(name, "inferring", "4");
  }

  /** One whose times are the number of other processes that its driver has started. */
  static Entrant counting(String name) {
    return entrant(name, "counting", "0");
  }

  static Entrant bad(String how) {
    return entrant(how, how, "1");
  }

  private static Entrant entrant(String name, String how, String stepMs) {
    return Entrant.of(
        name,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FakePeer.class.getName(),
            how,
            stepMs));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String how = arguments[0];
    double stepMs = Double.parseDouble(arguments[1]);
    int batchSize = Integer.parseInt(value("--batch-size", arguments));
    boolean isReference = value("--network", arguments).equals("reference-cnn");
    int parameters = how.equals("foreign") ? 5 : isReference ? 422_538 : 815_466;
    System.err.println("a word on stderr");
    switch (how) {
      case "missing" -> {
        System.out.println("{\"missing\": \"torch\"}");
        return;
      }
      case "dead" -> System.exit(3);
      case "silent" -> Thread.sleep(60_000);
      default ->
          System.out.println(
              "{\"versions\": {\"fake\": \"1.0\"}, \"settings\": {\"how\": \"%s\", \"cpus\": [0, 1]}, \"parameters\": %d, %s\"first_step_seconds\": %s, \"peak_resident_bytes\": 1000000}"
                  .formatted(
                      how,
                      parameters,
                      requests(how),
                      how.equals("counting")
                          ? others()
                          : how.equals("inferring") ? "null" : "1.25"));
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("quit")) {
        return;
      }
      answer(how, line.split(" "), stepMs, batchSize);
    }
  }

  private static String value(String name, String[] arguments) {
    return arguments[List.of(arguments).indexOf(name) + 1];
  }

  private static String requests(String how) {
    return switch (how) {
      case "serving", "speechless", "counting" ->
          "\"requests\": [\"step\", \"infer\", \"callers\"], ";
      case "inferring" -> "\"requests\": [\"infer\"], ";
      default -> "";
    };
  }

  private static long others() {
    return ProcessHandle.current().parent().orElseThrow().children().count() - 1;
  }

  private static void answer(String how, String[] words, double stepMs, int batchSize)
      throws InterruptedException {
    boolean infers = words[0].equals("infer");
    switch (how) {
      case "crashing" -> {
        if (infers) {
          System.err.println("segmentation fault");
          System.exit(139);
        }
      }
      case "hanging" -> {
        if (infers) {
          Thread.sleep(60_000);
        }
      }
      case "babbling" -> System.out.println("Epoch 1/5");
      case "listing" -> System.out.println("[1, 2]");
      case "erring" -> System.out.println("{\"error\": \"out of memory\"}");
      case "empty" -> {
        System.out.println("{\"batch_size\": 1, \"samples_ms\": []}");
        return;
      }
      case "speechless" -> {
        if (words[0].equals("callers")) {
          System.out.println("{\"predictions_per_second\": 1000, \"median_ms\": 1}");
          return;
        }
      }
      case "inferring" -> {
        if (!infers) {
          System.out.println("{\"error\": \"cannot do this\"}");
          return;
        }
      }
      default -> {}
    }
    if (words[0].equals("callers")) {
      int rate = how.equals("counting") ? (int) others() : 1000 * Integer.parseInt(words[1]);
      System.out.println(
          "{\"predictions_per_second\": %d, \"median_ms\": 1.5, \"slowest_ms\": 9, \"peak_resident_bytes\": 3000000}"
              .formatted(rate));
      return;
    }
    if (how.equals("counting")) {
      System.out.println("{\"batch_size\": 1, \"samples_ms\": [%d]}".formatted(others()));
      return;
    }
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      samples.add(infers ? stepMs / 4 : stepMs);
    }
    int batch = words.length == 3 ? Integer.parseInt(words[2]) : batchSize;
    System.out.println(
        "{\"batch_size\": %d, \"samples_ms\": %s, \"java_bytes_per_run\": 16, \"peak_resident_bytes\": 2000000}"
            .formatted(batch, samples));
  }
}
