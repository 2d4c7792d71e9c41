package dev.lamina.callbacks;

import java.io.Console;
import java.io.PrintStream;

/**
 * Tells whether a person is looking.
 *
 * <pre>{@code
 * boolean redraws = Terminal.isBehind(System.err);
 * }</pre>
 */
public final class Terminal {
  private Terminal() {}

  /** Whether {@code stream} is the program's own and a line on it can be redrawn. */
  @SuppressWarnings("SystemConsoleNull") // Newer JDKs are asked below
  public static boolean isBehind(PrintStream stream) {
    Console console = System.console();
    return (stream == System.out || stream == System.err)
        && console != null
        && isTerminal(console)
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** From JDK 22 on there may be a console without a terminal, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
