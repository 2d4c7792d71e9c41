package dev.lamina.keras;

import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Sequential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of real Keras, and a small model of Lamina's. */
public final class Fixtures {
  public static final LoadOptions REFERENCE = LoadOptions.defaults().engine("reference");

  private Fixtures() {}

  public static byte[] bytes(String name) throws IOException {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  public static Path file(Path directory, String name) throws IOException {
    return file(directory, name, name);
  }

  /** A copy under another name. */
  public static Path file(Path directory, String name, String copy) throws IOException {
    return Files.write(directory.resolve(copy), bytes(name));
  }

  public static float[] floats(String name) throws IOException {
    var buffer = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  public static Sequential small() {
    var model =
        new Sequential(
            new Input(8, 8, 1),
            new Conv2D(4, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Dropout(0.25),
            new Flatten(),
            new Dense(10).activation("softmax"));
    model.setEngine("reference");
    model.setSeed(3);
    return model;
  }
}
