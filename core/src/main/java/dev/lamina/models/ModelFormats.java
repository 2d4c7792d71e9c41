package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.services.Services;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the format of a file. */
final class ModelFormats {
  /** Lamina's own, which are found in a jar that has lost the lists of services too. */
  private static final List<String> KNOWN =
      List.of(
          "dev.lamina.keras.KerasFormat",
          "dev.lamina.keras.WeightsFormat",
          "dev.lamina.keras.LegacyFormat");

  private ModelFormats() {}

  static ModelFormat of(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    List<ModelFormat> formats = Services.load(ModelFormat.class, KNOWN);
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
