package dev.lamina.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names made of class names, as Keras makes them.
 *
 * <pre>{@code
 * Names.snakeCase("BatchNormalization"); // batch_normalization
 * Names.snakeCase("Conv2D"); // conv2d
 * Names.snakeCase("ReLU"); // re_lu
 * }</pre>
 */
public final class Names {
  private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");
  private static final Pattern CAPITAL = Pattern.compile("([a-z])([A-Z])");

  private Names() {}

  /** In lower case, with underscores between words. */
  public static String snakeCase(String className) {
    String words = WORD.matcher(className.replaceAll("\\W+", "")).replaceAll("$1_$2");
    return CAPITAL.matcher(words).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
