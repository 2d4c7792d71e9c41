package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void showsTheExampleThatIsCompiled() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String example = Files.readString(Path.of("src/main/java/dev/lamina/examples/QuickStart.java"));
    String shown = example.substring(example.indexOf("public final class"));
    assertThat(readme).contains("```java\n" + shown + "```");
  }
}
