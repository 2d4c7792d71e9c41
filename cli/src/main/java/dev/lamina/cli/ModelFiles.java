package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Models in files, as the commands take them. */
final class ModelFiles {
  private ModelFiles() {}

  /**
   * The model in a file, with what its compile settings have that Lamina has too.
   *
   * @param told receives a sentence for each thing that is not taken over
   */
  static Model load(Path file, Consumer<String> told) throws IOException {
    return load(file, LoadOptions.defaults().tolerant(told));
  }

  /**
   * As {@link #load(Path, Consumer)}, on this engine; a model of mixed precision becomes one of
   * float32 where the engine cannot compute in bfloat16, which is told too.
   */
  static Model load(Path file, Engine engine, Consumer<String> told) throws IOException {
    LoadOptions options = LoadOptions.defaults().tolerant(told).engine(engine.name());
    Model model = load(file, options);
    Optional<String> whyNot = engine.whyNot(DType.BFLOAT16);
    if (whyNot.isEmpty() || !isMixed(model)) {
      return model;
    }
    model.close();
    Model plain = load(file, options.tolerant(again -> {}).dtypePolicy("float32"));
    told.accept(
        "its layers of mixed_bfloat16 compute in float32: the engine %s cannot compute in bfloat16, as %s"
            .formatted(engine.name(), whyNot.get()));
    return plain;
  }

  private static boolean isMixed(Model model) {
    return model.topology().allLayers().stream()
        .anyMatch(layer -> layer.dtypePolicy() == DTypePolicy.MIXED_BFLOAT16);
  }

  private static Model load(Path file, LoadOptions options) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.isDirectory(file)) {
      throw new LaminaException(file + ": is a directory; name a model file, such as model.keras");
    }
    return Model.load(file, options);
  }

  /** Complains of a file that could not be written, before any work is done. */
  static void checkOutput(
      @Nullable CommandSpec spec, String option, @Nullable Path file, String suffix) {
    OutputFile.check(spec, option, file);
    if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(suffix)) {
      throw Arguments.wrong(
          spec, "%s: the name must end with %s, received \"%s\"".formatted(option, suffix, file));
    }
  }

  /** The result's line: {@code test accuracy 0.9123 loss 0.2412}. */
  static String figures(Map<String, Double> test) {
    StringBuilder line = new StringBuilder("test");
    test.forEach(
        (name, value) -> {
          if (!name.equals("loss")) {
            line.append(String.format(Locale.ROOT, " %s %.4f ", name, value));
          }
        });
    return line.append(String.format(Locale.ROOT, " loss %.4f", test.get("loss"))).toString();
  }
}
