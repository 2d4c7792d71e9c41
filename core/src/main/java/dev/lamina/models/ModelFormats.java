package dev.lamina.models;

import dev.lamina.LaminaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** Finds the format of a file. */
final class ModelFormats {
  private ModelFormats() {}

  static ModelFormat of(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    List<ModelFormat> formats = new ArrayList<>();
    ServiceLoader.load(ModelFormat.class, ModelFormat.class.getClassLoader()).forEach(formats::add);
    return formats.stream()
        .filter(format -> name.endsWith(format.suffix()))
        .max(Comparator.comparingInt(format -> format.suffix().length()))
        .orElseThrow(() -> unknown(path, formats));
  }

  private static LaminaException unknown(Path path, List<ModelFormat> formats) {
    return new LaminaException(
        formats.isEmpty()
            ? "%s: no model format is on the class path; add the module lamina-keras"
                .formatted(path)
            : "%s: the format of this file is unknown; use a name that ends with %s"
                .formatted(
                    path,
                    String.join(
                        " or ", formats.stream().map(ModelFormat::suffix).sorted().toList())));
  }
}
