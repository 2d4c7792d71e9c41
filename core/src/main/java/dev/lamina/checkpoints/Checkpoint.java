package dev.lamina.checkpoints;

import dev.lamina.files.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named values: whole numbers, numbers, texts and arrays of floats. A training writes all it
 * depends on in one, and each callback what it remembers; {@link
 * dev.lamina.callbacks.BackupAndRestore} keeps them in files.
 *
 * <pre>{@code
 * Checkpoint.Builder builder = new Checkpoint.Builder();
 * builder.put("step", 17).section("weights").put("dense/kernel", new float[] {1, 2});
 * builder.build().write(path);
 * float[] kernel = Checkpoint.read(path).section("weights").floats("dense/kernel");
 * }</pre>
 *
 * <p>A slash in a name separates sections. Names keep the order in which they were put. Arrays are
 * not copied; change none that you have put or got.
 */
public final class Checkpoint {
  private final Map<String, Object> values; // Long, Double, String or float[]

  private Checkpoint(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** Collects values. */
  public static final class Builder {
    private final Map<String, Object> values;
    private final String prefix;

    /** Holds nothing yet. */
    public Builder() {
      this(new LinkedHashMap<>(), "");
    }

    private Builder(Map<String, Object> values, String prefix) {
      this.values = values;
      this.prefix = prefix;
    }

    public Builder put(String name, long value) {
      return add(name, value);
    }

    public Builder put(String name, double value) {
      return add(name, value);
    }

    public Builder put(String name, String value) {
      return add(name, value);
    }

    /** Adds an array, as it is and not copied. */
    public Builder put(String name, float[] values) {
      return add(name, values);
    }

    private Builder add(String name, Object value) {
      if (values.putIfAbsent(prefix + name, value) != null) {
        throw new IllegalArgumentException(
            "the checkpoint holds \"%s\" already".formatted(prefix + name));
      }
      return this;
    }

    /** A builder that adds to this one, under names that begin with {@code name} and a slash. */
    public Builder section(String name) {
      return new Builder(values, prefix + name + "/");
    }

    /** For people: how many values were put. */
    @Override
    public String toString() {
      return "checkpoint to be, with " + values.size() + " values";
    }

    /** All that was put, in all sections. */
    public Checkpoint build() {
      return new Checkpoint(new LinkedHashMap<>(values));
    }
  }

  /** The names, in order. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * A whole number.
   *
   * @throws CheckpointException if there is none of this name; so do the other getters
   */
  public long integer(String name) {
    return get(name, Long.class, "a whole number");
  }

  public double number(String name) {
    return get(name, Double.class, "a number");
  }

  public String text(String name) {
    return get(name, String.class, "a text");
  }

  /** An array, as it is and not copied. */
  public float[] floats(String name) {
    return get(name, float[].class, "an array");
  }

  private <T> T get(String name, Class<T> type, String what) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new CheckpointException(
          value == null
              ? "the checkpoint holds no \"%s\"".formatted(name)
              : "the checkpoint's \"%s\" is not %s".formatted(name, what));
    }
    return type.cast(value);
  }

  /** The values whose names begin with {@code name} and a slash, without it; there may be none. */
  public Checkpoint section(String name) {
    String prefix = name + "/";
    Map<String, Object> part = new LinkedHashMap<>();
    values.forEach(
        (path, value) -> {
          if (path.startsWith(prefix)) {
            part.put(path.substring(prefix.length()), value);
          }
        });
    return new Checkpoint(part);
  }

  /** The names up to their first slash, each once, in order. */
  public List<String> sections() {
    List<String> sections = new ArrayList<>();
    for (String name : values.keySet()) {
      int slash = name.indexOf('/');
      String section = slash < 0 ? name : name.substring(0, slash);
      if (!sections.contains(section)) {
        sections.add(section);
      }
    }
    return sections;
  }

  Map<String, Object> values() {
    return values;
  }

  /**
   * Replaces the file as a whole or not at all.
   *
   * @throws IOException if anything fails; the file is then as it was before
   */
  public void write(Path path) throws IOException {
    AtomicFile.write(path, this::writeTo);
  }

  /** Writes what the file holds; {@code docs/checkpoints.md} describes its format. */
  public void writeTo(OutputStream out) throws IOException {
    new CheckpointWriter(out).write(this);
  }

  /**
   * Reads a file, of which every bit is checked before any is used.
   *
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if it is damaged, cut short, or no checkpoint
   */
  public static Checkpoint read(Path path) throws IOException {
    return CheckpointReader.read(path);
  }

  /** For people: how many values there are, and in which sections. */
  @Override
  public String toString() {
    return "checkpoint of %d values, sections %s".formatted(values.size(), sections());
  }
}
