package dev.lamina.cli;

import dev.lamina.models.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    exitCodeOnExecutionException = 2,
    description = {
      "Compares two model files: layers and their arguments, compile settings, the optimizer's step, and"
          + " the weights that differ most."
    },
    footer = {
      "",
      "Exit codes, as of diff: 0 the models are the same, 1 they differ, 2 trouble: bad arguments or"
          + " a file that cannot be read.",
      "",
      "Examples:",
      "  lamina diff before.keras after.keras",
      "  lamina diff ours.keras theirs.keras --tolerance 1e-6"
    })
final class DiffCommand implements Callable<Integer> {
  private static final int SAME = 0;
  private static final int DIFFERENT = 1;

  private final PrintStream out;

  @Parameters(index = "0", paramLabel = "A", description = "A model in a .keras or .h5 file.")
  private @Nullable Path first;

  @Parameters(index = "1", paramLabel = "B", description = "The model to compare it with.")
  private @Nullable Path second;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      converter = Arguments.Positive.class,
      description = "Treat weights as equal if they differ by at most this. Default: 0")
  private double tolerance;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description = "How many weights to print. Default: ${DEFAULT-VALUE}")
  private int top = 10;

  DiffCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    try (Model a = load(Arguments.present(first));
        Model b = load(Arguments.present(second))) {
      List<String> lines = new ModelDiff(a, b, tolerance, top).lines();
      lines.forEach(out::println);
      if (lines.isEmpty()) {
        out.println("the models are the same");
      }
      return lines.isEmpty() ? SAME : DIFFERENT;
    }
  }

  private Model load(Path file) throws IOException {
    return ModelFiles.load(file, told -> out.println("note    " + file + ": " + told));
  }
}
