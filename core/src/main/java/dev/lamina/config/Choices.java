package dev.lamina.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
  private final Set<String> absent;

  private Choices(
      String what, Map<String, T> byName, Map<String, String> aliases, Set<String> absent) {
    this.what = what;
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    this.aliases = Map.copyOf(aliases);
    this.absent = absent.stream().map(Choices::letters).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Choices by name.
   *
   * @param what the argument's name, for the message
   * @param byName what there is; messages list it in this order
   */
  public static <T> Choices<T> of(String what, Map<String, T> byName) {
    return new Choices<>(what, byName, Map.of(), Set.of());
  }

  /** The constants of an enum, by their names in lower case. */
  public static <E extends Enum<E>> Choices<E> of(String what, Class<E> type) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      byName.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return of(what, byName);
  }

  /**
   * Classes, each by what {@code naming} makes of its name; what is chosen is the class's name.
   *
   * @param naming such as {@link Names#snakeCase}
   */
  public static Choices<String> ofClasses(
      String what, Collection<String> classNames, UnaryOperator<String> naming) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String className : classNames) {
      byName.put(naming.apply(className), className);
    }
    return of(what, byName);
  }

  /** These choices under more names, which messages do not list. */
  public Choices<T> withAliases(Map<String, String> moreAliases) {
    return new Choices<>(what, byName, moreAliases, absent);
  }

  /**
   * These choices, knowing of names that Keras has and that are no choice here. They are not taken
   * for misspelled: a name near to one of them means something else.
   */
  public Choices<T> withAbsent(String... names) {
    return new Choices<>(what, byName, aliases, Set.of(names));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
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
    boolean known = absent.contains(letters(name));
    String nearest = known ? null : nearest(name);
    int last = names.size() - 1;
    return "%s \"%s\" is %s;%s %s"
        .formatted(
            what,
            name,
            known ? "one of Keras's that Lamina does not have" : "unknown",
            nearest == null ? "" : " did you mean \"" + nearest + "\"?",
            (nearest == null ? "choose " : "Choose ")
                + (last == 0
                    ? names.get(0)
                    : String.join(", ", names.subList(0, last)) + " or " + names.get(last)));
  }

  private @Nullable String nearest(String name) {
    String nearest = nearest(name, names());
    return nearest != null ? nearest : nearest(name, aliases.keySet().stream().sorted().toList());
  }

  /**
   * The name that is probably meant: the only one that begins as {@code name} does, or the one with
   * the fewest edits to it, at most a third of its length. Names of three letters or fewer all look
   * alike, so they have no near ones.
   */
  public static @Nullable String nearest(String name, Collection<String> candidates) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.length() < 4) {
      return null;
    }
    List<String> longer =
        candidates.stream()
            .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(lower))
            .toList();
    if (longer.size() == 1) {
      return longer.get(0);
    }
    String nearest = null;
    int best = lower.length() / 3 + 1;
    for (String candidate : candidates) {
      int edits = edits(lower, candidate.toLowerCase(Locale.ROOT));
      if (edits < best) {
        best = edits;
        nearest = candidate;
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

  /** For people: what is chosen, and the names. */
  @Override
  public String toString() {
    return what + ": " + String.join(", ", names());
  }
}
