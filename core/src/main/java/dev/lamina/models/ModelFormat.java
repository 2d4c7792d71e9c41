package dev.lamina.models;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A kind of model file, found through {@link java.util.ServiceLoader} and by the file's suffix.
 * Lamina's own are found by the names of their classes too.
 *
 * <pre>{@code
 * public final class PlainFormat implements ModelFormat {
 *   public String suffix() { return ".plain"; }
 *   public void save(Model model, Path path) throws IOException { ... }
 *   public Model load(Path path, LoadOptions options) throws IOException { ... }
 *   public void saveWeights(Model model, Path path) throws IOException { ... }
 *   public void loadWeights(Model model, Path path) throws IOException { ... }
 * }
 * }</pre>
 *
 * <p>Formats save through {@link dev.lamina.files.AtomicFile} and refuse what they cannot do with a
 * {@link dev.lamina.LaminaException}.
 */
public interface ModelFormat {
  /** The end of the file's name, with its dot, in lower case. The longest one that fits wins. */
  String suffix();

  /** Writes structure, weights, and compile settings with the optimizer's state if there are. */
  void save(Model model, Path path) throws IOException;

  /** Reads what {@link #save} writes. */
  Model load(Path path, LoadOptions options) throws IOException;

  /** Writes the weights alone. */
  void saveWeights(Model model, Path path) throws IOException;

  /** Reads the weights of a model of the same structure. Nothing is changed if they do not fit. */
  void loadWeights(Model model, Path path) throws IOException;

  /**
   * The format of a file, by its name alone.
   *
   * @throws dev.lamina.LaminaException if there is none, telling which there are
   */
  static ModelFormat of(Path path) {
    return ModelFormats.of(path);
  }
}
