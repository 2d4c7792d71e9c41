package dev.lamina.cli;

import dev.lamina.models.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code lamina summary}. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description =
        "Prints the layers of the reference CNN, or of the model in a file, their output shapes and parameters.",
    footer = {
      "",
      "Examples:",
      "  lamina summary --input 32,32,3",
      "  lamina summary clothes.keras"
    })
final class SummaryCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final InputOption input = new InputOption();

  SummaryCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    try (Model network = input.network()) {
      out.print(network.summary());
    }
    return ExitCode.OK;
  }
}
