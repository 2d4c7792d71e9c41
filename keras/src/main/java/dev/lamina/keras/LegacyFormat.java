package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.keras.hdf5.Hdf5Object;
import dev.lamina.keras.hdf5.Hdf5Reader;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The legacy {@code .h5} of Keras 1 to 3, which is read and not written.
 *
 * <pre>{@code
 * Model model = Model.load(Path.of("old.h5"));
 * }</pre>
 */
public final class LegacyFormat implements ModelFormat {
  @Override
  public String suffix() {
    return ".h5";
  }

  @Override
  public void save(Model model, Path path) {
    throw notWritten(path);
  }

  @Override
  public void saveWeights(Model model, Path path) {
    throw notWritten(path);
  }

  private static LaminaException notWritten(Path path) {
    return new LaminaException(
        "%s: legacy .h5 files are only read; use a name that ends with .keras or .weights.h5"
            .formatted(path));
  }

  @Override
  public Model load(Path path, LoadOptions options) throws IOException {
    return Loading.of(path, () -> model(Loading.bytes(path), options));
  }

  /** The model that a file's bytes make. */
  static Model model(byte[] bytes, LoadOptions options) {
    Hdf5Object root = Hdf5Reader.read(bytes);
    if (!(root.attributes().get("model_config") instanceof String config)) {
      throw new LaminaException(
          "the file holds weights alone; build the model and call loadWeights");
    }
    boolean old = !isKeras3(root.attributes().get("keras_version"));
    var json = Json.readObject("model_config", Json.utf8(config));
    if (old) {
      json = LegacyConfig.upgrade(json, options.customObjects());
    }
    Model model = Architecture.fromJson(json, options);
    LegacyWeights.apply(root.get("model_weights"), model);
    if (options.compile() && root.attributes().get("training_config") instanceof String training) {
      var settings = Json.readObject("training_config", Json.utf8(training));
      if (old) {
        settings = LegacySettings.upgrade(settings, options.customObjects());
      }
      CompileSettings.apply(settings, model, options);
      Hdf5Object optimizer = root.find("optimizer_weights");
      if (OptimizerState.isWanted(model) && optimizer != null) {
        OptimizerState.tolerantly(
            options,
            () ->
                LegacyOptimizerState.restore(
                    model,
                    LegacyWeights.names(optimizer, "weight_names"),
                    LegacyWeights.named(optimizer)));
      }
    }
    return model;
  }

  @Override
  public void loadWeights(Model model, Path path) throws IOException {
    Loading.of(
        path,
        () -> {
          Hdf5Object root = Hdf5Reader.read(Loading.bytes(path));
          Hdf5Object whole = root.find("model_weights");
          LegacyWeights.apply(whole == null ? root : whole, model);
          return model;
        });
  }

  /** Whether this is the version of Keras 3 or later; the files of Keras 1 may have none. */
  static boolean isKeras3(@Nullable Object version) {
    return version instanceof String text && text.matches("([3-9]|[1-9][0-9])\\..*");
  }
}
