package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Models in files, as the commands take them. */
final class ModelFiles {
  private ModelFiles() {}

  static Model load(Path file) throws IOException {
    return load(file, LoadOptions.defaults());
  }

  static Model load(Path file, Engine engine) throws IOException {
    return load(file, LoadOptions.defaults().engine(engine.name()));
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

  /** Complains of data that are not what the model takes. */
  static void requireFit(Path file, Model model, Dataset data) {
    if (!model.inputShape().equals(data.inputShape())) {
      throw new LaminaException(
          "%s: the model takes inputs of shape %s, but those of %s are %s; give data of that shape, or --image-size for image folders"
              .formatted(file, model.inputShape(), data.source(), data.inputShape()));
    }
    int outputs = model.outputShape().size();
    if (data.classes().isPresent() && data.classes().getAsInt() > outputs) {
      throw new LaminaException(
          "%s: the model has %d outputs, but %s has %d classes; give data with at most as many classes"
              .formatted(file, outputs, data.source(), data.classes().getAsInt()));
    }
  }

  /** Complains of a file that could not be written, before any work is done. */
  static void checkOutput(
      @Nullable CommandSpec spec, String option, @Nullable Path file, String suffix) {
    if (file == null) {
      return;
    }
    String problem = ReportFile.problem(file);
    if (problem != null) {
      throw Arguments.wrong(spec, option + ": " + problem);
    }
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(suffix)) {
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
