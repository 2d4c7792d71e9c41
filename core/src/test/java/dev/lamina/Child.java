package dev.lamina;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that runs a class of the tests; killed with SIGKILL when closed. */
public final class Child implements Closeable {
  private final Process process;
  private final BufferedReader out;
  private final Path errors;

  private Child(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    out = process.inputReader();
  }

  public static Child start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("child", ".log");
    return new Child(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  public long pid() {
    return process.pid();
  }

  /** The next line that it prints; if it has ended, this fails with what it wrote as errors. */
  public String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError(
          "process %d ended with exit code %d:%n%s"
              .formatted(pid(), end(), Files.readString(errors)));
    }
    return line;
  }

  private int end() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    end();
    out.close();
    Files.deleteIfExists(errors);
  }
}
