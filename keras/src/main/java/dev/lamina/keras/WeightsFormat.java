package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.files.AtomicFile;
import dev.lamina.keras.hdf5.Hdf5Reader;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keras 3's {@code .weights.h5}: weights without the model.
 *
 * <pre>{@code
 * model.saveWeights(Path.of("m.weights.h5"));
 * sameStructure.loadWeights(Path.of("m.weights.h5"));
 * }</pre>
 */
public final class WeightsFormat implements ModelFormat {
  @Override
  public String suffix() {
    return ".weights.h5";
  }

  @Override
  public void save(Model model, Path path) {
    throw new LaminaException(
        "%s: a .weights.h5 file holds weights alone; save the model as .keras, or call saveWeights"
            .formatted(path));
  }

  @Override
  public Model load(Path path, LoadOptions options) {
    throw new LaminaException(
        "%s: a .weights.h5 file holds weights alone; build the model and call loadWeights"
            .formatted(path));
  }

  @Override
  public void saveWeights(Model model, Path path) throws IOException {
    byte[] bytes = Weights.write(model, model.isCompiled());
    AtomicFile.write(path, out -> out.write(bytes));
  }

  @Override
  public void loadWeights(Model model, Path path) throws IOException {
    Loading.of(
        path,
        () -> {
          Weights.apply(Hdf5Reader.read(Loading.bytes(path)), model);
          return model;
        });
  }
}
