package dev.lamina.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program of {@code src/main}, run in a process of its own. */
final class Program {
  static final String MAIN = "com.example.app.Main";

  private static final Path TARGET = Path.of("target");
  private static final int MOST_MINUTES = 2;

  private Program() {}

  /** The jar that the build has packed under this classifier. */
  static Path jar(String classifier) {
    return TARGET.resolve("app-" + classifier + ".jar");
  }

  /** The program's own classes. */
  static Path classes() {
    return TARGET.resolve("app.jar");
  }

  /** The jars that the one dependency of the program brings. */
  static List<Path> dependencies() throws IOException {
    try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
      return files.sorted().toList();
    }
  }

  static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs with the Java that runs this test, and returns all that the program wrote. */
  static String run(String... arguments) throws Exception {
    return run(Path.of(System.getProperty("java.home")), arguments);
  }

  static String run(Path javaHome, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    // Not in the home directory, where each jar that is tested would leave its natives.
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + TARGET.resolve("natives").toAbsolutePath());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("program", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "not done after %d minutes: %s%n%s"
                .formatted(MOST_MINUTES, command, Files.readString(output)));
      }
      String text = Files.readString(output);
      assertThat(process.exitValue()).as("%s%n%s", command, text).isZero();
      return text;
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
