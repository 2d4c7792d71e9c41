package dev.lamina.testkit.golden;

import dev.lamina.config.Config;
import dev.lamina.keras.KerasObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One case of a golden file: what was asked of Keras, and what it answered.
 *
 * <p>What a property or an array means depends on the family; {@code tools/keras-golden/README.md}
 * lists them.
 *
 * <pre>{@code
 * for (GoldenCase golden : GoldenFile.load("layers").cases()) {
 *   if (golden.text("class").equals("Conv2D")) {
 *     int[] kernelSize = golden.integers("config.kernel_size");
 *     float[] expected = golden.array("output").floats();
 *   }
 * }
 * }</pre>
 *
 * @param name the case's name, unique in its file
 * @param properties dotted keys and their text; a value that is None in Keras is absent
 * @param arrays arrays by name
 * @param kerasJson the object as Keras serializes it, where the family has one
 */
public record GoldenCase(
    String name,
    Map<String, String> properties,
    Map<String, GoldenArray> arrays,
    Optional<String> kerasJson) {

  /** Copies the maps. */
  public GoldenCase {
    properties = Map.copyOf(properties);
    arrays = Map.copyOf(arrays);
  }

  /**
   * The object as Keras serializes it, to be made by {@code Layers.from} and the like.
   *
   * @throws IllegalArgumentException if the case has none
   */
  public Config config() {
    return KerasObject.read(
        kerasJson.orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + ": no keras.json; the script that wrote the case must add it")));
  }

  /** Whether the property is present. */
  public boolean has(String key) {
    return properties.containsKey(key);
  }

  /** The property's text. */
  public String text(String key) {
    return find("property", key, properties);
  }

  /** The property, which is {@code true} or {@code false}. */
  public boolean flag(String key) {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      throw notA("a boolean", key, text);
    }
    return text.equals("true");
  }

  /** The property as an integer. */
  public int integer(String key) {
    String text = text(key);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw notA("an integer", key, text);
    }
  }

  /** The property as a number. */
  public double number(String key) {
    String text = text(key);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw notA("a number", key, text);
    }
  }

  /** The property as comma-separated texts; none if it is empty. */
  public List<String> texts(String key) {
    String text = text(key);
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  /** The property as comma-separated integers, such as a kernel size. */
  public int[] integers(String key) {
    try {
      return texts(key).stream().mapToInt(Integer::parseInt).toArray();
    } catch (NumberFormatException e) {
      throw notA("a list of integers", key, text(key));
    }
  }

  /** The array of that name. */
  public GoldenArray array(String arrayName) {
    return find("array", arrayName, arrays);
  }

  /** The arrays {@code input}, {@code input.1}, {@code input.2} and so on. */
  public List<GoldenArray> inputs() {
    List<GoldenArray> inputs = new ArrayList<>(List.of(array("input")));
    while (arrays.containsKey("input." + inputs.size())) {
      inputs.add(array("input." + inputs.size()));
    }
    return List.copyOf(inputs);
  }

  private <T> T find(String kind, String key, Map<String, T> values) {
    T value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "%s: no %s '%s'; there are %s"
              .formatted(name, kind, key, new TreeMap<>(values).keySet()));
    }
    return value;
  }

  private IllegalStateException notA(String kind, String key, String text) {
    return new IllegalStateException("%s: %s=%s is not %s".formatted(name, key, text, kind));
  }

  /** The name, for the titles of parameterized tests. */
  @Override
  public String toString() {
    return name;
  }
}
