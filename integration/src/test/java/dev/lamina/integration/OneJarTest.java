package dev.lamina.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All in one jar: shaded without transformers, or jars within a jar as Spring Boot packs them. */
class OneJarTest {
  @TempDir Path directory;

  private String shaded(String classifier) throws Exception {
    return Program.run("-cp", Program.jar(classifier).toString(), Program.MAIN, file());
  }

  private String nested(String classifier) throws Exception {
    return Program.run("-jar", Program.jar(classifier).toString(), file());
  }

  private String file() {
    return directory.resolve("model.keras").toString();
  }

  @Test
  void shaded() throws Exception {
    Outputs.onOneDnn(shaded("shaded"));
  }

  /** What makes the test above one: shade kept one of the two lists of engines, not both. */
  @Test
  void shadeLosesAListOfEngines() throws Exception {
    try (ZipFile jar = new ZipFile(Program.jar("shaded").toFile())) {
      byte[] list =
          jar.getInputStream(jar.getEntry("META-INF/services/dev.lamina.engine.EngineProvider"))
              .readAllBytes();
      assertThat(new String(list, StandardCharsets.UTF_8).strip()).hasLineCount(1);
    }
  }

  @Test
  void shadedUnderAnotherName() throws Exception {
    Outputs.onOneDnn(shaded("relocated"));
  }

  @Test
  void shadedWithoutTheEngine() throws Exception {
    Outputs.onReferenceWithWarning(shaded("shaded-without-engine"));
  }

  @Test
  void nested() throws Exception {
    Outputs.onOneDnn(nested("nested"));
  }

  @Test
  void nestedWithoutTheEngine() throws Exception {
    Outputs.onReferenceWithWarning(nested("nested-without-engine"));
  }
}
