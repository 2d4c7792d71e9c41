package com.example.app;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.FashionMnist;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import java.nio.file.Path;

/**
 * Trains for one step, predicts, and prints what engine did it. With a name of a file it saves the
 * model there and predicts with what it loads.
 */
public final class Main {
  private static final int SAMPLES = 8;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    try {
      run(arguments);
    } catch (LaminaException e) {
      System.out.println("error: " + e.getMessage());
    }
  }

  private static void run(String[] arguments) throws Exception {
    Dataset data = FashionMnist.bundled().train().take(SAMPLES);
    try (Model model =
        new Sequential(
            new Input(28, 28, 1),
            new Conv2D(4, 3).activation("relu"),
            new Flatten(),
            new Dense(10).activation("softmax"))) {
      model.compile("adam", "sparse_categorical_crossentropy");
      System.out.println("engine: " + model.engine().name());
      model.fit(data, Fit.epochs(1).batchSize(SAMPLES));
      System.out.println("steps: " + model.steps());
      System.out.println("predictions: " + model.predict(data, SAMPLES).length);
      if (arguments.length == 1) {
        Path file = Path.of(arguments[0]);
        model.save(file);
        try (Model loaded = Model.load(file)) {
          System.out.println("loaded: " + loaded.predict(data, SAMPLES).length);
        }
      }
    }
  }
}
