package dev.lamina.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/** Runs the {@code lamina} program. */
public final class Main {
  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // so that numbers look the same everywhere
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs the program without ending the process.
   *
   * @param out what was asked for is written here
   * @param err progress and errors are written here
   * @return 0, or 1 if the data or the training is bad, or 2 if the arguments are; diff has its own
   */
  static int run(String[] args, PrintStream out, PrintStream err) {
    LaminaCommand lamina = new LaminaCommand(err);
    CommandLine program =
        new CommandLine(lamina)
            .addSubcommand(new TrainCommand(out, err))
            .addSubcommand(new EvaluateCommand(out))
            .addSubcommand(new PredictCommand(out))
            .addSubcommand(new SummaryCommand(out))
            .addSubcommand(new ExplainCommand(out))
            .addSubcommand(new DiffCommand(out))
            .addSubcommand(new CommandLine.HelpCommand());
    program.registerConverter(Path.class, new Arguments.FilePath());
    program.setOut(writer(out));
    program.setErr(writer(err));
    program.setParameterExceptionHandler(Failures::badArguments);
    program.setExecutionExceptionHandler(
        (failure, command, result) -> {
          Failures.report(failure, lamina.isStacktrace(), err);
          return command.getCommandSpec().exitCodeOnExecutionException();
        });
    try {
      return program.execute(args);
    } catch (OutOfMemoryError | LinkageError failure) {
      return Failures.report(failure, lamina.isStacktrace(), err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }
}
