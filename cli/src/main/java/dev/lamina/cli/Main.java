package dev.lamina.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/** Runs the {@code lamina} program. */
public final class Main {
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // so that numbers look the same everywhere
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "%4$s: %5$s%n"); // what the library logs, on one line each
    }
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
            .addSubcommand(new EvaluateCommand(out, err))
            .addSubcommand(new CheckCommand(out, err))
            .addSubcommand(new PredictCommand(out))
            .addSubcommand(new SummaryCommand(out))
            .addSubcommand(new ExplainCommand(out))
            .addSubcommand(new DiffCommand(out))
            .addSubcommand(new DoctorCommand(out, err))
            .addSubcommand(new CommandLine.HelpCommand());
    program.registerConverter(Path.class, new Arguments.FilePath());
    program.setOut(writer(out));
    program.setErr(writer(err));
    program.setParameterExceptionHandler(Failures::badArguments);
    program.setExecutionExceptionHandler(
        (failure, command, result) -> {
          Failures.report(failure, command.getCommandSpec(), lamina.isStacktrace(), err);
          return command.getCommandSpec().exitCodeOnExecutionException();
        });
    try {
      return program.execute(args);
    } catch (OutOfMemoryError | LinkageError failure) {
      String name = args.length == 0 ? "" : args[0];
      CommandLine command = program.getSubcommands().getOrDefault(name, program);
      return Failures.report(failure, command.getCommandSpec(), lamina.isStacktrace(), err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }
}
