package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.Datasets;
import dev.lamina.datasets.Images;
import dev.lamina.datasets.NpyFile;
import dev.lamina.datasets.TrainTest;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Data as the model in a file takes them: images of its size, colours and range of pixels. */
final class ModelData {
  /** Between the scales that bring 0..255 and 0..1 to about 0..1, in the sense of ratios. */
  private static final double SMALL_SCALE = 1.0 / 16;

  private final Path file;
  private final Model model;

  ModelData(Path file, Model model) {
    this.file = file;
    this.model = model;
  }

  /** What {@code options} say of how to read, with the model's size and colours of images. */
  TrainTest open(String data, DataOptions options) throws IOException {
    TrainTest opened = Datasets.open(data, optionsFor(options).oneHotToLabels(isSparse()));
    if (takesBytes() && options.divideBy().isEmpty()) {
      opened =
          opened
              .unscaled()
              .withNote(
                  "pixels are given to the model from 0 to 255, as its first layer, Rescaling, scales them itself");
    }
    requireFit(opened.train());
    return OneHotTargets.where(takesOneHot(opened.train()), opened, model.outputShape());
  }

  /** The names of the classes of these data. */
  List<String> classNames(String data, DataOptions options) throws IOException {
    return Datasets.open(data, optionsFor(options)).train().classNames();
  }

  /** Whether the loss takes class indices, not one-hot rows. */
  private boolean isSparse() {
    return model.isCompiled() && model.compilation().loss().isSparse();
  }

  private DataOptions optionsFor(DataOptions options) {
    Shape input = model.inputShape();
    return input.rank() == 3
        ? options.imageSize(input.dim(0), input.dim(1)).grayscale(input.dim(2) == 1)
        : options;
  }

  /** An image file as an input. */
  float[] readImage(Path image, boolean exifOrientation) throws IOException {
    Shape shape = model.inputShape();
    return takesBytes()
        ? Images.readUnscaled(image, shape, exifOrientation)
        : Images.read(image, shape, exifOrientation);
  }

  /** The inputs in a NumPy file. */
  float[] readNpy(Path npy, DataOptions options) throws IOException {
    NpyFile array = NpyFile.open(npy);
    if (!array.inputShape(options).equals(model.inputShape())) {
      throw new LaminaException(
          "%s: holds inputs of shape %s, but the model in %s takes %s"
              .formatted(npy, array.inputShape(options), file, model.inputShape()));
    }
    boolean undivided = takesBytes() && options.divideBy().isEmpty();
    return array.toInputs(undivided ? options.divideBy(1) : options);
  }

  /** Whether the model begins with a layer that scales pixels from 0 to 255. */
  private boolean takesBytes() {
    Config first = model.layers().isEmpty() ? Config.of("none") : model.layers().get(0).config();
    return first.className().equals("Rescaling")
        && first.get("scale") instanceof Number scale
        && Math.abs(scale.doubleValue()) < SMALL_SCALE;
  }

  /** Whether the loss compares all outputs with targets that are class indices in the data. */
  private boolean takesOneHot(Dataset data) {
    if (!model.isCompiled() || data.classes().isEmpty() || model.outputShape().size() == 1) {
      return false;
    }
    Loss loss = model.compilation().loss();
    return loss.targetShape(model.outputShape()).equals(model.outputShape());
  }

  /** Complains of data that are not what the model takes. */
  private void requireFit(Dataset data) {
    if (!model.inputShape().equals(data.inputShape())) {
      throw new LaminaException(
          "%s: the model takes inputs of shape %s, but those of %s are %s; give data of that shape"
              .formatted(file, model.inputShape(), data.source(), data.inputShape()));
    }
    // A loss such as mean squared error has no say in what a single output means.
    int outputs = model.outputShape().size();
    int classes = outputs == 1 ? 2 : outputs;
    if (data.classes().isPresent() && data.classes().getAsInt() > classes) {
      throw new LaminaException(
          "%s: the model has %d output%s, but %s has %d classes; give data with at most %d"
              .formatted(
                  file,
                  outputs,
                  outputs == 1 ? ", which tells two classes apart" : "s",
                  data.source(),
                  data.classes().getAsInt(),
                  classes));
    }
  }
}
