package dev.lamina.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code lamina} itself, which has nothing to do without a command. */
@Command(
    name = "lamina",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    description = "Trains convolutional networks on images, and shows how they work.",
    footer = {
      "",
      "Exit codes: 0 done, 1 bad data or failed training, 2 bad arguments. Those of diff are 0"
          + " same, 1 different, 2 trouble; of check 0 sound, 1 broken.",
      "",
      "Examples:",
      "  lamina train          train the reference network on Fashion-MNIST",
      "  lamina check photos   which images of a directory are broken, and what else is there",
      "  lamina explain        what each of its layers computes, with the numbers",
      "  lamina predict clothes.keras boot.png   what a saved model sees in an image",
      "  lamina doctor         check this machine; what to paste into a bug report",
      "  lamina bench          measure it, also beside other libraries (in a checkout only)",
      "  lamina train --help   all options of a command"
    })
final class LaminaCommand implements Callable<Integer> {
  private final PrintStream err;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "With an error, print where in the program it arose.")
  private boolean stacktrace;

  LaminaCommand(PrintStream err) {
    this.err = err;
  }

  boolean isStacktrace() {
    return stacktrace;
  }

  @Override
  public Integer call() {
    err.println("error: no command given");
    Arguments.present(spec).commandLine().usage(err);
    return ExitCode.USAGE;
  }
}
