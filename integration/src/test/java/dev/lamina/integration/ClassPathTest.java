package dev.lamina.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The artifact for one platform as the one dependency, on the class path. */
class ClassPathTest {
  private static final int MOST_JARS = 12;
  private static final long MOST_BYTES = 34_000_000;

  @TempDir Path directory;

  /** The program and those of its jars whose names pass. */
  private String classPath(Predicate<String> included) throws Exception {
    List<Path> entries = new ArrayList<>(List.of(Program.classes()));
    for (Path jar : Program.dependencies()) {
      if (included.test(jar.getFileName().toString())) {
        entries.add(jar);
      }
    }
    return Program.path(entries);
  }

  private String run(Predicate<String> included) throws Exception {
    String file = directory.resolve("model.keras").toString();
    return Program.run("-cp", classPath(included), Program.MAIN, file);
  }

  @Test
  void oneDependencyIsSmallAndEnough() throws Exception {
    long bytes = 0;
    for (Path jar : Program.dependencies()) {
      bytes += Files.size(jar);
    }
    assertThat(Program.dependencies()).hasSizeLessThanOrEqualTo(MOST_JARS);
    assertThat(bytes).isLessThan(MOST_BYTES);
    Outputs.onOneDnn(run(jar -> true));
  }

  @Test
  void withoutTheEngine() throws Exception {
    Outputs.onReferenceWithWarning(run(jar -> !jar.startsWith("lamina-onednn")));
  }

  @Test
  void withoutTheNatives() throws Exception {
    Outputs.withoutNatives(
        run(jar -> !jar.matches("(javacpp|opencl|dnnl)-.*(x86_64|arm64)\\.jar")));
  }

  @Test
  void withoutAnythingThatTheEngineNeeds() throws Exception {
    Outputs.withoutNatives(run(jar -> !jar.matches("(javacpp|opencl|dnnl)-.*")));
  }
}
