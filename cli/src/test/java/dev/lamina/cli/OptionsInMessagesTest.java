package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A message never names an option that the command at hand lacks. */
class OptionsInMessagesTest {
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  /** Which commands can show what a file says. */
  private static final Map<String, List<String>> COMMANDS =
      Map.ofEntries(
          Map.entry("TrainCommand.java", List.of("train")),
          Map.entry("TrainOptions.java", List.of("train")),
          Map.entry("EvaluateCommand.java", List.of("evaluate")),
          Map.entry("PredictCommand.java", List.of("predict")),
          Map.entry("DiffCommand.java", List.of("diff")),
          Map.entry("SummaryCommand.java", List.of("summary")),
          Map.entry("ExplainCommand.java", List.of("explain")),
          Map.entry("InputOption.java", List.of("summary", "explain")),
          Map.entry("EngineOption.java", List.of("train", "evaluate", "predict")),
          Map.entry("RecompileOption.java", List.of("train", "evaluate")),
          Map.entry("ImageOptions.java", List.of("train", "evaluate")),
          Map.entry("ArrayDataOptions.java", List.of("train", "evaluate", "predict")),
          Map.entry("CheckProgressLines.java", List.of("train", "evaluate")),
          Map.entry("DoctorCommand.java", List.of("doctor")));

  /** What the library names beside the method of {@code DataOptions} that does the same. */
  private static final Set<String> OF_DATA =
      Set.of("--first-label", "--divide-by", "--channels-first", "--no-channels-first");

  /** The commands that read such data. */
  private static final List<String> READING = List.of("train", "evaluate", "predict");

  /** Named together with the commands that have it. */
  private static final String SKIP_BROKEN = "--skip-broken";

  /** What asks the command before it names an option, and what lists all commands. */
  private static final Set<String> ASKING = Set.of("Failures.java", "LaminaCommand.java");

  /** Options of Java itself. */
  private static final Set<String> JAVA =
      Set.of("--enable-native-access", "--illegal-native-access", "--add-opens");

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      return all.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** The options that the file's string literals name; comments have none. */
  private static List<String> optionsIn(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String code = line.strip();
      if (code.startsWith("*") || code.startsWith("/*") || code.startsWith("//")) {
        continue;
      }
      LITERAL
          .matcher(code)
          .results()
          .map(literal -> literal.group(1))
          .flatMap(text -> OPTION.matcher(text).results().map(MatchResult::group))
          .filter(option -> !JAVA.contains(option))
          .forEach(found::add);
    }
    return found;
  }

  @Test
  void thoseOfTheProgramAreOptionsOfTheCommand() throws IOException {
    int seen = 0;
    for (Path file : sources("cli")) {
      String name = file.getFileName().toString();
      for (String option : ASKING.contains(name) ? List.<String>of() : optionsIn(file)) {
        assertThat(COMMANDS).as("%s names %s", file, option).containsKey(name);
        for (String command : COMMANDS.get(name)) {
          // Options that can be negated are listed as --[no-]option.
          assertThat(Program.run(command, "--help").out().replace("--[no-]", "--"))
              .as("%s names %s", file, option)
              .contains(option.replace("--no-channels", "--channels"));
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThan(40);
  }

  @Test
  void theLibraryNamesOnlyThoseOfData() throws IOException {
    for (String module : List.of("core", "keras", "onednn")) {
      for (Path file : sources(module)) {
        for (String option : optionsIn(file)) {
          if (option.equals(SKIP_BROKEN)) {
            assertThat(Files.readString(file)).contains("--skip-broken of train and evaluate");
          } else {
            assertThat(OF_DATA).as("%s names %s", file, option).contains(option);
          }
        }
      }
    }
    for (String command : READING) {
      String help = Program.run(command, "--help").out();
      assertThat(help).contains("--first-label", "--divide-by", "--[no-]channels-first");
      assertThat(help.contains(SKIP_BROKEN)).isEqualTo(!command.equals("predict"));
    }
  }

  @Test
  void aLackOfMemoryNamesOnlyWhatTheCommandHas() {
    OutOfMemoryError failure = new OutOfMemoryError("Java heap space");
    assertThat(Failures.message(failure, Set.of("--batch-size", "--image-size")))
        .isEqualTo(
            "not enough memory (Java heap space); use a smaller --batch-size or --image-size, or give Java more, as in LAMINA_OPTS=-Xmx8g");
    assertThat(Failures.message(failure, Set.of("--batch-size")))
        .contains("use a smaller --batch-size, or give Java more");
    assertThat(Failures.message(failure, Set.of("--top")))
        .isEqualTo("not enough memory (Java heap space); give Java more, as in LAMINA_OPTS=-Xmx8g");
  }
}
