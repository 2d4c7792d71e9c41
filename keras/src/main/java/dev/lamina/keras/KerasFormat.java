package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.files.AtomicFile;
import dev.lamina.keras.hdf5.Hdf5Object;
import dev.lamina.keras.hdf5.Hdf5Reader;
import dev.lamina.keras.zip.Archive;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras 3's {@code .keras}: whole models with weights, compile settings and optimizer state.
 *
 * <pre>{@code
 * model.save(Path.of("m.keras"));
 * Model same = Model.load(Path.of("m.keras"));
 * }</pre>
 */
public final class KerasFormat implements ModelFormat {
  private static final String WEIGHTS = "model.weights.h5";
  private static final String VERSION = "3.15.1"; // whose format this is

  @Override
  public String suffix() {
    return ".keras";
  }

  @Override
  public void save(Model model, Path path) throws IOException {
    Map<String, @Nullable Object> config = Architecture.toJson(model);
    if (model.isCompiled()) {
      config.put("compile_config", CompileSettings.toJson(model));
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("keras_version", VERSION);
    metadata.put(
        "date_saved",
        LocalDateTime.now(java.time.ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss")));
    metadata.put(RandomState.KEY, RandomState.toJson(model));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("metadata.json", Json.write(metadata));
    entries.put("config.json", Json.write(config));
    entries.put(WEIGHTS, Weights.write(model, model.isCompiled()));
    AtomicFile.write(path, out -> Archive.write(out, entries));
  }

  @Override
  public Model load(Path path, LoadOptions options) throws IOException {
    return Loading.of(path, () -> model(Archive.read(path), options));
  }

  /** The model that the entries of an archive make. */
  static Model model(Map<String, byte[]> entries, LoadOptions options) {
    byte[] metadata = entries.get("metadata.json");
    Map<String, @Nullable Object> about =
        metadata == null ? Map.of() : Json.readObject("metadata.json", metadata);
    Object version = about.get("keras_version");
    boolean old = version != null && !LegacyFormat.isKeras3(version);
    var config = Json.readObject("config.json", entry(entries, "config.json"));
    if (old) {
      config = LegacyConfig.upgrade(config, options.customObjects());
    }
    // What cannot be represented is told before the weights are looked at.
    Model model = Architecture.fromJson(config, options);
    Hdf5Object root = Hdf5Reader.read(entry(entries, WEIGHTS));
    Weights.apply(root, model);
    if (options.compile() && config.get("compile_config") != null) {
      var settings = Json.object(config.get("compile_config"), "compile_config");
      if (old) {
        settings = LegacySettings.upgrade(settings, options.customObjects());
      }
      CompileSettings.apply(settings, model, options);
      Hdf5Object inner = root.find("optimizer/inner_optimizer/vars"); // of LossScaleOptimizer
      Hdf5Object optimizer = inner != null ? inner : root.find("optimizer/vars");
      if (OptimizerState.isWanted(model) && optimizer != null && !optimizer.children().isEmpty()) {
        OptimizerState.tolerantly(
            options, () -> OptimizerState.restore(model, Weights.indexed(optimizer)));
      }
      if (model.isCompiled()) {
        RandomState.restore(about, model);
      }
    }
    return model;
  }

  @Override
  public void saveWeights(Model model, Path path) {
    throw new LaminaException(
        "%s: a file of weights alone must end with .weights.h5".formatted(path));
  }

  @Override
  public void loadWeights(Model model, Path path) throws IOException {
    Loading.of(
        path,
        () -> {
          Weights.apply(Hdf5Reader.read(entry(Archive.read(path), WEIGHTS)), model);
          return model;
        });
  }

  private static byte[] entry(Map<String, byte[]> entries, String name) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw new LaminaException("the archive holds no " + name);
    }
    return bytes;
  }
}
