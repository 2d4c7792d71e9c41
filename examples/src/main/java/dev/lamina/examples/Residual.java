package dev.lamina.examples;

import dev.lamina.datasets.FashionMnist;
import dev.lamina.datasets.TrainTest;
import dev.lamina.layers.Input;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.merging.Add;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.models.Fit;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.optimizers.Adam;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A model as a graph: residual blocks, with layers of one's own, saved and loaded again. */
public final class Residual {
  private Residual() {}

  private static SymbolicTensor block(SymbolicTensor x, int filters, int strides) {
    SymbolicTensor y =
        new Conv2D(filters, 3).strides(strides).padding("same").useBias(false).apply(x);
    y = new Mish().apply(new BatchNormalization().apply(y));
    y = new Conv2D(filters, 3).padding("same").useBias(false).apply(y);
    y = new SqueezeExcite(4).apply(new BatchNormalization().apply(y));
    SymbolicTensor shortcut =
        strides == 1 ? x : new Conv2D(filters, 1).strides(strides).padding("same").apply(x);
    return new Mish().apply(new Add().apply(y, shortcut));
  }

  /** Trains a small residual network; returns loss and accuracy of the loaded copy. */
  static Map<String, Double> run() throws Exception {
    TrainTest data = FashionMnist.bundled();
    SymbolicTensor image = Input.of(28, 28, 1);
    SymbolicTensor x = new Conv2D(8, 3).strides(2).padding("same").apply(image);
    x = block(block(x, 8, 1), 16, 2);
    x = new Dense(10).activation("softmax").apply(new GlobalAveragePooling2D().apply(x));
    Path file = Files.createTempFile("residual", ".keras");
    try (Model model = Model.of(image, x)) {
      model.setSeed(1);
      model.compile(new Adam(1e-2), "sparse_categorical_crossentropy", "accuracy");
      model.fit(data.train(), Fit.epochs(3).batchSize(64));
      System.out.println(model.summary());
      model.save(file);
    }
    LoadOptions options =
        LoadOptions.defaults()
            .customObject("Mish", Mish::from)
            .customObject("SqueezeExcite", SqueezeExcite::from);
    try (Model same = Model.load(file, options)) {
      return same.evaluate(data.test());
    } finally {
      Files.delete(file);
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(run());
  }
}
