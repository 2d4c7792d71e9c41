package dev.lamina.testkit.golden;

import dev.lamina.config.Config;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Configs as dotted keys and their text, so that they compare. */
final class GoldenConfig {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(e-?\\d+)?");

  private GoldenConfig() {}

  /** The arguments that are not null, without the names and dtypes that Keras makes up. */
  static SortedMap<String, String> of(Config config) {
    SortedMap<String, String> result = new TreeMap<>();
    addArguments("", config, result);
    result.keySet().removeIf(key -> key.equals("name") || key.startsWith("dtype"));
    return result;
  }

  private static void addArguments(String prefix, Config config, Map<String, String> result) {
    config.arguments().forEach((name, value) -> add(prefix + name, value, result));
  }

  private static void add(String key, @Nullable Object value, Map<String, String> result) {
    if (value instanceof Config nested) {
      result.put(key + ".class_name", nested.className());
      addArguments(key + ".config.", nested, result);
    } else if (value instanceof List<?> list) {
      result.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else if (value != null) {
      result.put(key, canonical(value.toString()));
    }
  }

  /** Python and Java write some numbers differently. */
  private static String canonical(String text) {
    return NUMBER.matcher(text.toLowerCase(Locale.ROOT)).matches()
        ? Double.toString(Double.parseDouble(text))
        : text;
  }
}
