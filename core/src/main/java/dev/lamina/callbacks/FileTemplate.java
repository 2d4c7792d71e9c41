package dev.lamina.callbacks;

import dev.lamina.LaminaException;
import dev.lamina.config.Choices;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file name with figures to fill in, as Python's {@code str.format} writes them: {@code
 * model-{epoch:02d}-{val_loss:.2f}.keras}. Two braces stand for one.
 */
final class FileTemplate {
  private static final Pattern FIELD =
      Pattern.compile(
          "\\{\\{|\\}\\}|\\{([^{}:]+)(?::(0?)(\\d*)(?:\\.(\\d+))?([dfFeEgG]?))?\\}|[{}]");

  private final String template;

  /**
   * A template.
   *
   * @throws IllegalArgumentException if a brace is not closed, or a format is not known
   */
  FileTemplate(String template) {
    this.template = template;
    Matcher field = FIELD.matcher(template);
    while (field.find()) {
      if (field.group().length() == 1) {
        throw new IllegalArgumentException(
            "the file name \"%s\" cannot be read at character %d; write fields like {epoch:02d} or {val_loss:.2f}, and {{ for a brace"
                .formatted(template, field.start() + 1));
      }
      if ("d".equals(field.group(5)) && field.group(4) != null) {
        throw new IllegalArgumentException(
            "the file name \"%s\": a whole number has no digits after the point, received %s"
                .formatted(template, field.group()));
      }
    }
  }

  /** The template with these whole numbers and figures. */
  String fill(Map<String, Integer> counts, Map<String, Double> figures) {
    Map<String, Number> values = new LinkedHashMap<>(counts);
    values.putAll(figures);
    return FIELD
        .matcher(template)
        .replaceAll(
            field -> {
              String name = field.group(1);
              if (name == null) {
                return Matcher.quoteReplacement(field.group().substring(1));
              }
              Number value = values.get(name);
              if (value == null) {
                throw unreported(name, values.keySet());
              }
              return Matcher.quoteReplacement(
                  format(value, field.group(2), field.group(3), field.group(4), field.group(5)));
            });
  }

  /** Checks before training that there will be a value for each field. */
  void require(Collection<String> names) {
    Matcher field = FIELD.matcher(template);
    while (field.find()) {
      String name = field.group(1);
      if (name != null && !names.contains(name)) {
        throw unreported(name, names);
      }
    }
  }

  private LaminaException unreported(String name, Collection<String> names) {
    String nearest = Choices.nearest(name, names);
    return new LaminaException(
        "the file name \"%s\" asks for \"%s\", which is not reported; there are %s%s"
            .formatted(
                template,
                name,
                new TreeSet<>(names),
                nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
  }

  /** Whether this is the name, without directories, of a file that {@link #fill} could give. */
  boolean couldGive(String name) {
    String last = template.substring(template.lastIndexOf('/') + 1);
    StringBuilder pattern = new StringBuilder();
    Matcher field = FIELD.matcher(last);
    int end = 0;
    while (field.find()) {
      pattern.append(Pattern.quote(last.substring(end, field.start())));
      pattern.append(field.group(1) == null ? Pattern.quote(field.group().substring(1)) : ".+");
      end = field.end();
    }
    pattern.append(Pattern.quote(last.substring(end)));
    return Pattern.matches(pattern.toString(), name);
  }

  private String format(Number value, String zero, String width, String digits, String type) {
    if (zero == null) { // no format at all
      return String.valueOf(value);
    }
    String size = width.isEmpty() ? "" : zero + width;
    if (type.equals("d") || (value instanceof Integer && type.isEmpty())) {
      if (!(value instanceof Integer)) {
        throw new LaminaException(
            "the file name \"%s\" formats %s as a whole number; write {name:.4f} for figures"
                .formatted(template, value));
      }
      return String.format(Locale.ROOT, "%" + size + "d", value);
    }
    String kind = type.isEmpty() ? "g" : type.equals("F") ? "f" : type;
    return String.format(
        Locale.ROOT, "%" + size + (digits == null ? "" : "." + digits) + kind, value.doubleValue());
  }

  @Override
  public String toString() {
    return template;
  }
}
