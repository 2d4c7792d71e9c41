package dev.lamina.examples;

import dev.lamina.datasets.FashionMnist;
import dev.lamina.datasets.TrainTest;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;

public final class QuickStart {
  public static void main(String[] args) throws Exception {
    TrainTest data = FashionMnist.load();
    try (var model =
        new Sequential(
            new Input(28, 28, 1),
            new Conv2D(32, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Dropout(0.25),
            new Flatten(),
            new Dense(10).activation("softmax"))) {
      model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      model.fit(data.train(), Fit.epochs(5).batchSize(32).validation(data.test()));
      System.out.println(model.evaluate(data.test()));
    }
  }
}
