package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which arrays are the inputs and targets of which part, by the names that people give them. */
public final class ArrayNames {

  private static final Pattern X =
      Pattern.compile("xs?|images?|imgs?|inputs?|data|features|samples|pixels|arr0");
  private static final Pattern Y = Pattern.compile("ys?|labels?|targets?|classes|outputs?|arr1");

  /** The names of the inputs and targets of one part, where they are there. */
  public static final class Pair {
    private @Nullable String x;
    private @Nullable String y;

    /** The name of the inputs' array, if there is one. */
    public Optional<String> x() {
      return Optional.ofNullable(x);
    }

    /** The name of the targets' array, if there is one. */
    public Optional<String> y() {
      return Optional.ofNullable(y);
    }
  }

  private final Map<Part, Pair> parts = new EnumMap<>(Part.class);

  private ArrayNames() {}

  /**
   * Sorts names such as {@code x_train.npy}, {@code X_Test}, {@code trainImages} and {@code y}.
   *
   * @param where for messages
   * @throws DataException when two names mean the same
   */
  public static ArrayNames in(List<String> names, String where) throws DataException {
    ArrayNames found = new ArrayNames();
    Map<String, String> byMeaning = new TreeMap<>();
    for (String name : names) {
      String plain = Part.plain(stem(name));
      for (Part part : Part.values()) {
        Matcher matcher =
            Pattern.compile("(?:%1$s)(.+)|(.+?)(?:%1$s)".formatted(part.names)).matcher(plain);
        // Of "training" and "train" either may be what the name begins with.
        for (String rest : matcher.matches() ? rests(plain, part) : List.<String>of()) {
          found.put(byMeaning, part, rest, name, where);
        }
      }
    }
    Pair whole = new Pair();
    for (String name : names) {
      String plain = Part.plain(stem(name));
      if (X.matcher(plain).matches()) {
        whole.x = name;
      } else if (Y.matcher(plain).matches()) {
        whole.y = name;
      }
    }
    // One name of these alone says little.
    if (!found.parts.containsKey(Part.TRAIN) && whole.x != null && whole.y != null) {
      found.parts.put(Part.TRAIN, whole);
    }
    return found;
  }

  private static List<String> rests(String plain, Part part) {
    List<String> rests = new ArrayList<>();
    for (String name : part.names.split("\\|", -1)) {
      if (plain.startsWith(name)) {
        rests.add(plain.substring(name.length()));
      } else if (plain.endsWith(name)) {
        rests.add(plain.substring(0, plain.length() - name.length()));
      }
    }
    return rests;
  }

  private void put(Map<String, String> byMeaning, Part part, String rest, String name, String where)
      throws DataException {
    boolean isX = X.matcher(rest).matches();
    if (!isX && !Y.matcher(rest).matches()) {
      return;
    }
    String before = byMeaning.put(part + (isX ? " x" : " y"), name);
    if (before != null && !before.equals(name)) {
      throw new DataException(
          "%s: %s and %s could both be the %s of the %s part; move one away"
              .formatted(where, before, name, isX ? "inputs" : "targets", part));
    }
    Pair pair = parts.computeIfAbsent(part, p -> new Pair());
    if (isX) {
      pair.x = name;
    } else {
      pair.y = name;
    }
  }

  private static String stem(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".npy")
        ? name.substring(0, name.length() - 4)
        : name;
  }

  /** The parts of which there is at least one of both. */
  public Map<Part, Pair> parts() {
    return parts;
  }
}
