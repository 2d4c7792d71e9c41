package dev.lamina.testkit.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A golden file: cases that real Keras computed, as {@code tools/keras-golden} wrote them.
 *
 * <p>A zip in which each case is a folder of {@code case.properties}, {@code keras.json} and {@code
 * .npy} arrays. The families are {@code layers}, {@code activations}, {@code losses}, {@code
 * metrics}, {@code optimizers}, {@code initializers}, {@code training} and {@code generator}.
 *
 * <pre>{@code
 * static List<GoldenCase> cases() {
 *   return GoldenFile.load("losses").cases();
 * }
 * }</pre>
 */
public final class GoldenFile {
  private static final String PROPERTIES = "case.properties";
  private static final String KERAS_JSON = "keras.json";
  private static final String ARRAY = ".npy";

  private final Map<String, GoldenCase> cases;

  private GoldenFile(Map<String, GoldenCase> cases) {
    this.cases = cases;
  }

  /**
   * Loads a family that this module ships.
   *
   * @throws IllegalArgumentException if there is no such family
   */
  public static GoldenFile load(String family) {
    try (InputStream stream = GoldenFile.class.getResourceAsStream(family + ".zip")) {
      if (stream == null) {
        throw new IllegalArgumentException(
            "no golden family '%s'; tools/keras-golden writes one zip for each".formatted(family));
      }
      return read(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("golden family '%s': %s".formatted(family, e.getMessage()), e);
    }
  }

  /**
   * Reads a golden file.
   *
   * @throws IOException if it cannot be read; the message names the entry that is wrong
   */
  public static GoldenFile read(InputStream stream) throws IOException {
    Map<String, Builder> builders = new LinkedHashMap<>();
    ZipInputStream zip = new ZipInputStream(stream);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String path = entry.getName();
      int slash = path.indexOf('/');
      if (slash < 0) {
        throw new IOException(path + ": not in a folder of a case");
      }
      Builder builder =
          builders.computeIfAbsent(path.substring(0, slash), ignored -> new Builder());
      try {
        builder.add(path.substring(slash + 1), zip.readAllBytes());
      } catch (IOException e) {
        throw new IOException(path + ": " + e.getMessage(), e);
      }
    }
    if (builders.isEmpty()) {
      throw new IOException("not a zip file, or an empty one");
    }
    Map<String, GoldenCase> cases = new LinkedHashMap<>();
    for (Map.Entry<String, Builder> builder : builders.entrySet()) {
      cases.put(builder.getKey(), builder.getValue().build(builder.getKey()));
    }
    return new GoldenFile(cases);
  }

  /** All cases, in the file's order. */
  public List<GoldenCase> cases() {
    return List.copyOf(cases.values());
  }

  /** The cases whose property {@code class} is {@code className}, such as {@code Conv2D}. */
  public List<GoldenCase> cases(String className) {
    List<GoldenCase> found =
        cases.values().stream()
            .filter(golden -> className.equals(golden.properties().get("class")))
            .toList();
    if (found.isEmpty()) {
      String known =
          cases.values().stream()
              .map(golden -> golden.properties().getOrDefault("class", "(none)"))
              .distinct()
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "no golden case of class '%s'; there are %s".formatted(className, known));
    }
    return found;
  }

  /**
   * The case of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public GoldenCase get(String name) {
    GoldenCase golden = cases.get(name);
    if (golden == null) {
      throw new IllegalArgumentException("no golden case '%s'".formatted(name));
    }
    return golden;
  }

  private static final class Builder {
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, GoldenArray> arrays = new LinkedHashMap<>();
    private boolean hasProperties;
    private @Nullable String kerasJson;

    void add(String file, byte[] content) throws IOException {
      String text = new String(content, StandardCharsets.UTF_8);
      if (file.equals(PROPERTIES)) {
        Properties parsed = new Properties();
        parsed.load(new StringReader(text));
        parsed.stringPropertyNames().forEach(key -> properties.put(key, parsed.getProperty(key)));
        hasProperties = true;
      } else if (file.equals(KERAS_JSON)) {
        kerasJson = text;
      } else if (file.endsWith(ARRAY)) {
        arrays.put(file.substring(0, file.length() - ARRAY.length()), GoldenArray.parse(content));
      } else {
        throw new IOException(
            "expected %s, %s or a %s file".formatted(PROPERTIES, KERAS_JSON, ARRAY));
      }
    }

    GoldenCase build(String name) throws IOException {
      if (!hasProperties) {
        throw new IOException("%s/%s: missing".formatted(name, PROPERTIES));
      }
      return new GoldenCase(name, properties, arrays, Optional.ofNullable(kerasJson));
    }
  }
}
