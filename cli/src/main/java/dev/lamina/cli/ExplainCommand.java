package dev.lamina.cli;

import dev.lamina.models.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code lamina explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description = {
      "Explains each layer of the reference CNN, or of the model in a file, with its numbers: what it is for, how its output"
          + " gets its size, parameters, multiply-adds, receptive field and memory."
    },
    footer = {
      "",
      "Examples:",
      "  lamina explain --input 32,32,3",
      "  lamina explain clothes.keras"
    })
final class ExplainCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final InputOption input = new InputOption();

  ExplainCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    try (Model network = input.network()) {
      out.print(network.explain());
    }
    return ExitCode.OK;
  }
}
