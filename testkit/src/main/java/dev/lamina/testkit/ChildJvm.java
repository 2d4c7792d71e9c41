package dev.lamina.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, run to the end: for what is decided once in a process.
 *
 * <pre>{@code
 * ChildJvm child = ChildJvm.run(List.of(), Map.of(), List.of("-cp", path, "com.example.Main"));
 * assertThat(child.exitCode()).as(child.output()).isZero();
 * }</pre>
 *
 * @param exitCode what it has returned
 * @param output all that it wrote, errors too, with line feeds between lines
 */
public record ChildJvm(int exitCode, String output) {
  /** Far more than any needs; one that hangs must not hang the build. */
  private static final int MOST_MINUTES = 3;

  /**
   * Runs a program on the Java that runs this, and waits for it for at most three minutes.
   *
   * @param before what stands before {@code java} on the command line, such as {@code taskset}
   * @param environment added to that of this process
   * @param arguments what follows {@code java}: options, main class, arguments
   * @return its exit code and all that it wrote
   * @throws AssertionError if it is not done in time; the message has what it wrote until then
   */
  public static ChildJvm run(
      List<String> before, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    return run(before, environment, MOST_MINUTES, arguments);
  }

  /** As above, for a program that may take longer. */
  public static ChildJvm run(
      List<String> before, Map<String, String> environment, int mostMinutes, List<String> arguments)
      throws IOException, InterruptedException {
    return run(
        Path.of(System.getProperty("java.home")), before, environment, mostMinutes, arguments);
  }

  /** As above, on the Java that is installed in {@code javaHome}. */
  public static ChildJvm run(
      Path javaHome,
      List<String> before,
      Map<String, String> environment,
      int mostMinutes,
      List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(arguments);
    Path output = Files.createTempFile("child", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(mostMinutes, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "not done after %d minutes: %s%n%s"
                .formatted(mostMinutes, command, Files.readString(output)));
      }
      return new ChildJvm(
          process.exitValue(),
          new String(Files.readAllBytes(output), StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
