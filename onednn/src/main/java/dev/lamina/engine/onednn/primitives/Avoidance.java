package dev.lamina.engine.onednn.primitives;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of oneDNN's implementations are passed over. oneDNN offers several for most computations,
 * the fastest first; in place of one that is avoided the next is taken. Users name those that they
 * have found wrong in a system property:
 *
 * <pre>{@code
 * -Ddev.lamina.onednn.avoid=brg_conv_fwd:avx10_1_512_amx,jit_1x1*
 * }</pre>
 *
 * Each entry is a part of a name, or, with a {@code *} for any characters, a pattern of the whole
 * name. Reorders from layout to layout are not touched: oneDNN offers one implementation of each.
 */
public final class Avoidance {
  /** Avoids nothing. */
  public static final Avoidance NONE = new Avoidance(List.of());

  static final String PROPERTY = "dev.lamina.onednn.avoid";

  private final List<String> entries;
  private final List<Pattern> patterns;

  private Avoidance(List<String> entries) {
    this.entries = entries;
    patterns = entries.stream().map(Avoidance::pattern).toList();
  }

  /** What the user's setting says now. */
  public static Avoidance bySetting() {
    return parse(System.getProperty(PROPERTY));
  }

  /** Entries between commas; null or blank avoids nothing. */
  static Avoidance parse(@Nullable String setting) {
    return new Avoidance(
        setting == null
            ? List.of()
            : Stream.of(setting.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList());
  }

  /** This, and what an entry covers. */
  public Avoidance and(String entry) {
    return new Avoidance(Stream.concat(entries.stream(), Stream.of(entry)).toList());
  }

  /** Whether nothing is avoided. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether an implementation of this name is passed over. */
  public boolean covers(String implementation) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(implementation).matches());
  }

  private static Pattern pattern(String entry) {
    String glob = entry.contains("*") ? entry : "*" + entry + "*";
    return Pattern.compile(
        Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  @Override
  public String toString() {
    return String.join(",", entries);
  }
}
