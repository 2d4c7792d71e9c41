package dev.lamina.benchmarks.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, strings, numbers, booleans and null as JSON (RFC 8259) on one line. Numbers
 * that JSON cannot hold become null.
 */
public final class Json {
  private Json() {}

  public static String write(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(@Nullable Object value, StringBuilder text) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator);
        string(String.valueOf(entry.getKey()), text);
        text.append(": ");
        write(entry.getValue(), text);
        separator = ", ";
      }
      text.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> list) {
      text.append('[');
      String separator = "";
      for (Object item : list) {
        text.append(separator);
        write(item, text);
        separator = ", ";
      }
      text.append(']');
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      text.append("null");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      string(value.toString(), text);
    }
  }

  private static void string(String string, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
