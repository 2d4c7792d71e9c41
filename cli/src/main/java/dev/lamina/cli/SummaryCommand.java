package dev.lamina.cli;

import dev.lamina.models.Sequential;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lamina summary}. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description = "Prints the layers of the reference CNN, their output shapes and parameters.",
    footer = {"", "Example: lamina summary --input 32,32,3"})
final class SummaryCommand implements Runnable {
  private final PrintStream out;

  @Mixin private final InputOption input = new InputOption();

  SummaryCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public void run() {
    try (Sequential network = input.network()) {
      out.print(network.summary());
    }
  }
}
