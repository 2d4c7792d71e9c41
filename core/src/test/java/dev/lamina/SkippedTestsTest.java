package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A test that is skipped where it should run tests nothing, and nobody sees it. So tests of all
 * modules are skipped in one place only, which asks for a reason, and is told what the system says.
 */
class SkippedTestsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** The classes that may, in core and for all other modules, and this one, which names them. */
  private static final List<String> ALLOWED = List.of("Requires.java", "SkippedTestsTest.java");

  private static final Pattern SKIPS =
      Pattern.compile(
          "\\bassum(e|ing)[A-Z]\\w*|\\bAssumptions\\b|\\bTestAborted\\w*"
              + "|@Disabled\\b|@(En|Dis)abledIf\\w*"
              + "|@(En|Dis)abled\\w+(?!\\w|\\([^)]*disabledReason)");

  private static List<String> skips(String source) {
    return SKIPS.matcher(source).results().map(match -> match.group()).toList();
  }

  @Test
  void onlyRequiresSkipsTests() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    try (Stream<Path> all = Files.walk(ROOT)) {
      for (Path file : (Iterable<Path>) all.filter(SkippedTestsTest::isSource)::iterator) {
        files++;
        skips(Files.readString(file))
            .forEach(skip -> found.add(ROOT.relativize(file) + ": " + skip));
      }
    }
    assertThat(files).as("sources below " + ROOT).isGreaterThan(100);
    assertThat(found)
        .as("use Requires, or give @DisabledOnOs its disabledReason; nothing else skips a test")
        .isEmpty();
  }

  private static boolean isSource(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.endsWith(".java")
        && path.contains("/src/")
        && !path.contains("/target/")
        && !ALLOWED.contains(String.valueOf(file.getFileName()));
  }

  @Test
  void theWaysToSkipAreKnown() {
    for (String skip :
        List.of(
            "assumeTrue(isThere);",
            "Assumptions.assumeThat(a)",
            "assumingThat(a, () -> {})",
            "throw new TestAbortedException();",
            "@Disabled",
            "@DisabledIf(\"a\")",
            "@EnabledOnOs(OS.LINUX)")) {
      assertThat(skips(skip)).as(skip).isNotEmpty();
    }
    assertThat(skips("@DisabledOnOs(value = OS.WINDOWS, disabledReason = \"links\")")).isEmpty();
    assertThat(skips("Requires.thatHere(isLinux, \"not Linux\");")).isEmpty();
  }
}
