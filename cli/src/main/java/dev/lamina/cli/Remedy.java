package dev.lamina.cli;

import dev.lamina.engine.Engine;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The settings that keep the oneDNN engine from computing by a kernel that is wrong. */
final class Remedy {
  /** oneDNN's names of implementations, in descriptions such as {@code conv2d jit:avx2}. */
  private static final Pattern IMPLEMENTATION = Pattern.compile("[\\w+]+(:[\\w+]+)+");

  private Remedy() {}

  /**
   * Options of the JVM, each of which may help.
   *
   * @param kernel as the engine describes it
   * @return nothing where the engine is another, or the kernel is not oneDNN's
   */
  static List<String> of(Engine engine, String kernel) {
    if (!engine.name().equals("onednn")) {
      return List.of();
    }
    if (kernel.contains(" winograd ")) {
      return List.of("-Ddev.lamina.onednn.winograd=false");
    }
    return IMPLEMENTATION
        .matcher(kernel)
        .results()
        .map(MatchResult::group)
        .distinct()
        .map(name -> "-Ddev.lamina.onednn.avoid=" + name)
        .toList();
  }
}
