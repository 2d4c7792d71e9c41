package dev.lamina.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be given by name. A name is found as it stands, in lower case ({@code ReLU}) or in snake
 * case ({@code GlorotUniform}); one that is not found is answered with the right ones.
 *
 * <pre>{@code
 * Choices<Padding> paddings = Choices.of("padding", Padding.class);
 * paddings.get("sane"); // padding "sane" is unknown; did you mean "same"? Choose valid or same
 * }</pre>
 *
 * @param <T> what is chosen
 */
public final class Choices<T> {
  private final String what;
  private final Map<String, T> byName;
  private final Map<String, String> aliases;

  private Choices(String what, Map<String, T> byName, Map<String, String> aliases) {
    this.what = what;
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    this.aliases = Map.copyOf(aliases);
  }

  /**
   * Choices by name.
   *
   * @param what the argument's name, for the message
   * @param byName what there is; messages list it in this order
   */
  public static <T> Choices<T> of(String what, Map<String, T> byName) {
    return new Choices<>(what, byName, Map.of());
  }

  /** The constants of an enum, by their names in lower case. */
  public static <E extends Enum<E>> Choices<E> of(String what, Class<E> type) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      byName.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return of(what, byName);
  }

  /** These choices under more names, which messages do not list. */
  public Choices<T> withAliases(Map<String, String> moreAliases) {
    return new Choices<>(what, byName, moreAliases);
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * What {@code name} stands for.
   *
   * @throws IllegalArgumentException listing the right names, and the nearest if one is near
   */
  public T get(String name) {
    T choice = find(name);
    if (choice == null) {
      throw new IllegalArgumentException(message(name));
    }
    return choice;
  }

  /** What {@code name} stands for, or null. */
  public @Nullable T find(String name) {
    for (String spelling : List.of(name, name.toLowerCase(Locale.ROOT), Names.snakeCase(name))) {
      T choice = byName.get(aliases.getOrDefault(spelling, spelling));
      if (choice != null) {
        return choice;
      }
    }
    return null;
  }

  private String message(String name) {
    List<String> names = names();
    String nearest = nearest(name.toLowerCase(Locale.ROOT));
    int last = names.size() - 1;
    return "%s \"%s\" is unknown;%s %s"
        .formatted(
            what,
            name,
            nearest == null ? "" : " did you mean \"" + nearest + "\"?",
            (nearest == null ? "choose " : "Choose ")
                + (last == 0
                    ? names.get(0)
                    : String.join(", ", names.subList(0, last)) + " or " + names.get(last)));
  }

  /** The known name with the fewest edits to {@code name}, at most a third of its length. */
  private @Nullable String nearest(String name) {
    String nearest = null;
    int best = Math.max(1, name.length() / 3) + 1;
    for (List<String> known : List.of(names(), aliases.keySet().stream().sorted().toList())) {
      for (String candidate : known) {
        int edits = edits(name, candidate.toLowerCase(Locale.ROOT));
        if (edits < best) {
          best = edits;
          nearest = candidate;
        }
      }
    }
    return nearest;
  }

  /** The Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
