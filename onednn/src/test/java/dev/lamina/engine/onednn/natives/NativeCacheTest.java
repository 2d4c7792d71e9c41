package dev.lamina.engine.onednn.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are those of POSIX")
class NativeCacheTest {
  @TempDir Path directory;

  /** What the child process does: trains a step, and says where the natives were unpacked. */
  public static final class OneStep {
    private OneStep() {}

    public static void main(String[] args) throws IOException {
      try (Sequential model = new Sequential(new Input(2), new Dense(2).activation("softmax"))) {
        model.setEngine("onednn");
        model.compile("sgd", "sparse_categorical_crossentropy");
        model.fit(
            Dataset.of(new float[] {1, 2, 3, 4}, Shape.of(2), new int[] {0, 1}), Fit.epochs(1));
      }
      System.out.println(System.getProperty(NativeCache.PROPERTY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "home", "/dev/null/home", "/no/such/home"})
  void nothingIsWrittenToTheWorkingDirectory(String home) throws Exception {
    Path working = Files.createDirectory(directory.resolve("working"));
    Path temporary = Files.createDirectory(directory.resolve("temporary"));
    Path out = directory.resolve("out.txt");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                absolute(System.getProperty("java.class.path")),
                OneStep.class.getName())
            .directory(working.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(child.waitFor()).as(Files.readString(out, StandardCharsets.UTF_8)).isZero();
    assertThat(Files.readAllLines(out).stream().reduce((first, last) -> last))
        .hasValueSatisfying(path -> assertThat(path).startsWith(temporary.toString()));
    try (Stream<Path> left = Files.list(working)) {
      assertThat(left).isEmpty();
    }
  }

  private static String absolute(String classPath) {
    List<String> entries =
        Stream.of(classPath.split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList();
    return String.join(java.io.File.pathSeparator, entries);
  }

  @Test
  void aHomeThatCanBeWrittenIsLeftToJavaCpp() {
    assertThat(NativeCache.directory(directory.toString(), "/no/such", "me")).isNull();
  }

  @Test
  void theSameDirectoryIsUsedAgainAndIsTheOwnersAlone() throws IOException {
    Path first = NativeCache.directory("?", directory.toString(), "m/e");
    assertThat(first).isEqualTo(directory.resolve("lamina-natives-m_e"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
        .isEqualTo("rwx------");
    assertThat(NativeCache.directory("?", directory.toString(), "m/e")).isEqualTo(first);
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(first);
    }
  }

  @Test
  void aDirectoryThatOthersCanWriteIsNotTrusted() throws IOException {
    Path kept = directory.resolve("lamina-natives-me");
    Files.createDirectory(kept);
    for (String open : List.of("rwxrwx---", "rwx---rwx", "rwxr-xr-x")) {
      Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString(open));
      assertThat(NativeCache.directory("?", directory.toString(), "me")).isNotEqualTo(kept);
    }
  }

  @Test
  void aLinkIsNotTrusted() throws IOException {
    Path own = Files.createDirectory(directory.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    Path kept = Files.createSymbolicLink(directory.resolve("lamina-natives-me"), own);
    assertThat(NativeCache.directory("?", directory.toString(), "me"))
        .isNotEqualTo(kept)
        .isNotEqualTo(own);
  }

  @Test
  void withoutAnyDirectoryItSaysWhatToDo() {
    assertThatThrownBy(() -> NativeCache.directory("?", "?", "me"))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("user.home is \"?\"")
        .hasMessageContaining("the temporary directory \"?\" is not there")
        .hasMessageContaining("-Dorg.bytedeco.javacpp.cachedir=DIR");
  }
}
