package dev.lamina.config;

import dev.lamina.LaminaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Config}'s arguments with their types, and refuses those that nobody asked for: an
 * argument that is silently dropped would change the numbers.
 *
 * <pre>{@code
 * ConfigReader reader = new ConfigReader(new Dropout(0.25).config(), CustomObjects.none());
 * double rate = reader.number("rate"); // 0.25
 * reader.only("noise_shape", (Object) null);
 * reader.ignore("seed", "trainable", "dtype");
 * reader.finish();
 * }</pre>
 */
public final class ConfigReader {
  private final Config config;
  private final CustomObjects customObjects;
  private final Set<String> asked = new HashSet<>();

  public ConfigReader(Config config, CustomObjects customObjects) {
    this.config = config;
    this.customObjects = customObjects;
  }

  /** Reads a config without arguments: what it stands for has Keras's defaults. */
  public static ConfigReader ofDefaults(String className) {
    return new ConfigReader(Config.of(className), CustomObjects.none());
  }

  public String className() {
    return config.className();
  }

  /** What is in the file under this name; null if nothing is. */
  public @Nullable Object value(String name) {
    asked.add(name);
    return config.get(name);
  }

  public boolean has(String name) {
    return value(name) != null;
  }

  /** Whether the file says null under this name, rather than nothing. */
  public boolean isNull(String name) {
    return value(name) == null && config.arguments().containsKey(name);
  }

  /** A whole number that must be there. */
  public int integer(String name) {
    return toInt(name, required(name));
  }

  public int integer(String name, int absent) {
    return has(name) ? integer(name) : absent;
  }

  /** A number that must be there. */
  public double number(String name) {
    return toDouble(name, required(name));
  }

  public double number(String name, double absent) {
    return has(name) ? number(name) : absent;
  }

  public boolean flag(String name, boolean absent) {
    Object value = value(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false", value);
  }

  public String text(String name, String absent) {
    Object value = value(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof String text) {
      return text;
    }
    throw wrong(name, "a string", value);
  }

  /** The seed of a random generator; Keras's seed generator objects give theirs. */
  public @Nullable Long seed(String name) {
    Object value = value(name);
    if (value instanceof Config generator) {
      value = generator.get("seed");
    }
    if (value == null) {
      return null;
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(name, "a whole number or null", value);
  }

  /** Two whole numbers; a single one stands for both. */
  public int[] pair(String name) {
    Object value = required(name);
    if (!(value instanceof List<?>)) {
      int single = toInt(name, value);
      return new int[] {single, single};
    }
    int[] numbers = integers(name);
    if (numbers.length != 2) {
      throw wrong(name, "two whole numbers", value);
    }
    return numbers;
  }

  /** A list of whole numbers that must be there. */
  public int[] integers(String name) {
    Object value = required(name);
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "a list of whole numbers", value);
    }
    return list.stream().mapToInt(item -> toInt(name, item)).toArray();
  }

  /** A list of strings; empty if absent. */
  public List<String> texts(String name) {
    Object value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw wrong(name, "a list of strings", value);
    }
    return list.stream().map(String.class::cast).toList();
  }

  /** A list of numbers that must be there. */
  public List<Double> numbers(String name) {
    Object value = required(name);
    if (!(value instanceof List<?> list) || list.stream().anyMatch(item -> item == null)) {
      throw wrong(name, "a list of numbers", value);
    }
    List<Double> numbers = new ArrayList<>();
    for (Object item : list) {
      numbers.add(toDouble(name, Objects.requireNonNull(item)));
    }
    return numbers;
  }

  /** States that only these values are supported; null and absent always are. */
  public void only(String name, @Nullable Object... supported) {
    Object value = value(name);
    if (value == null) {
      return;
    }
    for (Object each : supported) {
      boolean equal =
          (each instanceof Number number && value instanceof Number other)
              ? number.doubleValue() == other.doubleValue()
              : Objects.equals(each, value);
      if (equal) {
        return;
      }
    }
    List<String> names = new ArrayList<>();
    for (Object each : supported) {
      names.add(String.valueOf(each));
    }
    throw new UnsupportedConfigException(
        "%s=%s is not supported%s"
            .formatted(
                name,
                describe(value),
                names.isEmpty() || names.equals(List.of("null"))
                    ? "; only null is"
                    : "; only %s is".formatted(String.join(" or ", names))));
  }

  /** States that these arguments are not supported; null and absent always are. */
  public void onlyNull(String... names) {
    for (String name : names) {
      only(name);
    }
  }

  /** Arguments that make no difference here. */
  public void ignore(String... names) {
    asked.addAll(List.of(names));
  }

  /**
   * Ends reading.
   *
   * @throws UnsupportedConfigException if an argument that is not null was not asked for
   */
  public void finish() {
    config
        .arguments()
        .forEach(
            (name, value) -> {
              if (value != null && !asked.contains(name)) {
                throw new UnsupportedConfigException(
                    "its argument %s=%s is not supported".formatted(name, describe(value)));
              }
            });
  }

  /** A reader of an object inside this one. */
  public ConfigReader inner(Config inner) {
    return new ConfigReader(inner, customObjects);
  }

  /**
   * An object inside this one, told by its name or by a config; null if there is none.
   *
   * @param kind what it is, for the message
   * @throws LaminaException if it is told otherwise
   */
  public <T> @Nullable T object(
      String name, String kind, Function<String, T> byName, Function<ConfigReader, T> byConfig) {
    Object value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return byName.apply(text);
    }
    if (value instanceof Config object) {
      return byConfig.apply(inner(object));
    }
    throw new LaminaException("%s must be %s, received %s".formatted(name, kind, value));
  }

  /** The caller's own object of this class, or null if the caller gave none. */
  public <T> @Nullable T custom(Class<T> type) {
    Function<ConfigReader, ?> factory = customObjects.find(className());
    if (factory == null) {
      return null;
    }
    Object made = factory.apply(this);
    if (!type.isInstance(made)) {
      throw new LaminaException(
          "the custom object \"%s\" makes a %s, expected a %s"
              .formatted(
                  className(),
                  made == null ? "null" : made.getClass().getSimpleName(),
                  type.getSimpleName()));
    }
    return type.cast(made);
  }

  /** The object of this class: the caller's, else a built-in one. */
  public <T> T make(Class<T> type, Map<String, Function<ConfigReader, T>> builtIn) {
    T own = custom(type);
    if (own != null) {
      return own;
    }
    Function<ConfigReader, T> factory = builtIn.get(className());
    if (factory == null) {
      throw new UnsupportedConfigException("class %s is not supported".formatted(className()));
    }
    return factory.apply(this);
  }

  private Object required(String name) {
    Object value = value(name);
    if (value == null) {
      throw new LaminaException(
          "the argument \"%s\" of class %s is missing".formatted(name, className()));
    }
    return value;
  }

  private static int toInt(String name, @Nullable Object value) {
    if (value instanceof Integer number) {
      return number;
    }
    throw wrong(name, "a whole number", value);
  }

  private static double toDouble(String name, Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "a number", value);
  }

  private static LaminaException wrong(String name, String expected, @Nullable Object value) {
    return new LaminaException(
        "the argument \"%s\" must be %s, received %s".formatted(name, expected, describe(value)));
  }

  private static String describe(@Nullable Object value) {
    if (value instanceof Config config) {
      return config.className();
    }
    String text = String.valueOf(value);
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  /** The config that is read. */
  @Override
  public String toString() {
    return config.toString();
  }
}
