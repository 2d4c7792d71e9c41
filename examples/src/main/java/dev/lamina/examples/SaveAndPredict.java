package dev.lamina.examples;

import dev.lamina.datasets.FashionMnist;
import dev.lamina.datasets.Images;
import dev.lamina.datasets.TrainTest;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.nio.file.Path;

/** Trains and saves a model, and names what is in an image with the model from the file. */
public final class SaveAndPredict {
  private SaveAndPredict() {}

  /** Writes a .keras file, which Keras reads as well. */
  static void trainAndSave(Path file) throws Exception {
    TrainTest data = FashionMnist.bundled();
    try (var model =
        new Sequential(
            new Input(28, 28, 1),
            new Conv2D(16, 3).activation("relu"),
            new MaxPool2D(2),
            new Flatten(),
            new Dense(10).activation("softmax"))) {
      model.setSeed(1);
      model.compile(new Adam(3e-3), "sparse_categorical_crossentropy", "accuracy");
      model.fit(data.train(), Fit.epochs(3).batchSize(64));
      model.save(file);
    }
  }

  /** The class of one image: a PNG, JPEG, GIF or BMP file of any size. */
  static String predict(Path file, Path image) throws Exception {
    try (Model model = Model.load(file)) {
      float[] probabilities = model.predict(Images.read(image, model.inputShape()));
      int best = 0;
      for (int i = 1; i < probabilities.length; i++) {
        if (probabilities[i] > probabilities[best]) {
          best = i;
        }
      }
      return FashionMnist.CLASS_NAMES.get(best);
    }
  }

  /** Arguments: a file to save to, ending with .keras, and an image. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    trainAndSave(file);
    System.out.println(predict(file, Path.of(args[1])));
  }
}
