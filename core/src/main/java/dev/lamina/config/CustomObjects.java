package dev.lamina.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Classes of the caller's own that a file may name, as Keras's {@code custom_objects}. A file can
 * name these and the built-in classes, and nothing else.
 *
 * <pre>{@code
 * CustomObjects mine = CustomObjects.none().with("Scale", Scale::from); // makes one of a config
 * }</pre>
 */
public final class CustomObjects {
  private static final CustomObjects NONE = new CustomObjects(Map.of());

  private final Map<String, Function<ConfigReader, ?>> factories;

  private CustomObjects(Map<String, Function<ConfigReader, ?>> factories) {
    this.factories = factories;
  }

  public static CustomObjects none() {
    return NONE;
  }

  /**
   * These and one more.
   *
   * @param className as the object's {@code config()} names it
   * @param factory makes a layer, initializer, activation, loss, metric or optimizer
   */
  public CustomObjects with(String className, Function<ConfigReader, ?> factory) {
    Map<String, Function<ConfigReader, ?>> more = new LinkedHashMap<>(factories);
    more.put(className, factory);
    return new CustomObjects(Map.copyOf(more));
  }

  /** Whether there is a class of this name. */
  public boolean contains(String className) {
    return factories.containsKey(className);
  }

  @Nullable Function<ConfigReader, ?> find(String className) {
    return factories.get(className);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return factories.isEmpty();
  }

  /** For people: the classes' names. */
  @Override
  public String toString() {
    return "custom objects " + new TreeSet<>(factories.keySet());
  }
}
