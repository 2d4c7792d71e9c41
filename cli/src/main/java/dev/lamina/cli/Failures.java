package dev.lamina.cli;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a message and an exit code. */
final class Failures {
  private Failures() {}

  /** For what the command line itself shows to be wrong. */
  static int badArguments(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String message = String.valueOf(failure.getMessage());
    err.println("error: " + message.replaceFirst("^Invalid value for option '([^']+)'", "$1"));
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("Try '%s --help' for help.%n", command.getCommandSpec().qualifiedName());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** For what turned out later. */
  static int report(Throwable failure, CommandSpec command, boolean stacktrace, PrintStream err) {
    err.println("error: " + message(failure, command.optionsMap().keySet()));
    if (stacktrace) {
      failure.printStackTrace(err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What to tell, with hints at options that the command has. */
  static String message(Throwable failure, Set<String> options) {
    String message = failure.getMessage();
    if (failure instanceof OutOfMemoryError) {
      List<String> smaller =
          Stream.of("--batch-size", "--image-size").filter(options::contains).toList();
      return "not enough memory (%s); %sgive Java more, as in LAMINA_OPTS=-Xmx8g"
          .formatted(
              message,
              smaller.isEmpty() ? "" : "use a smaller " + String.join(" or ", smaller) + ", or ");
    }
    if (failure instanceof NoSuchFileException file && file.getReason() == null) {
      return file.getFile() + ": no such file; check the path";
    }
    if (failure instanceof AccessDeniedException file && file.getReason() == null) {
      return file.getFile() + ": permission denied; make it accessible for this user";
    }
    boolean meantForPeople =
        failure instanceof LaminaException
            || failure instanceof IOException
            || failure instanceof IllegalArgumentException;
    if (meantForPeople && message != null) {
      return message;
    }
    return "unexpected %s; this is a bug in Lamina: please report it with the output of --stacktrace"
        .formatted(failure);
  }
}
