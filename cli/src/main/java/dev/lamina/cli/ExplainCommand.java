package dev.lamina.cli;

import dev.lamina.models.Sequential;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lamina explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description = {
      "Explains each layer of the reference CNN with its numbers: what it is for, how its output"
          + " gets its size, parameters, multiply-adds, receptive field and memory."
    },
    footer = {"", "Example: lamina explain --input 32,32,3"})
final class ExplainCommand implements Runnable {
  private final PrintStream out;

  @Mixin private final InputOption input = new InputOption();

  ExplainCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public void run() {
    try (Sequential network = input.network()) {
      out.print(network.explain());
    }
  }
}
