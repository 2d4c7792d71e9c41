package dev.lamina.testkit;

import dev.lamina.layers.Input;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.layers.activation.Activation;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.merging.Add;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;

/**
 * The networks that tests and benchmarks share.
 *
 * <pre>{@code
 * Sequential model = Networks.referenceCnn(0);
 * }</pre>
 */
public final class Networks {
  private Networks() {}

  /**
   * The reference CNN on 28x28x1 images and 10 classes, not compiled.
   *
   * @param dropout scales its dropout rates of .25, .25 and .5; 0 for none
   */
  public static Sequential referenceCnn(double dropout) {
    return new Sequential(
        new Input(28, 28, 1),
        new Conv2D(32, 3).padding("same").activation("relu"),
        new MaxPool2D(2),
        new BatchNormalization(),
        new Dropout(0.25 * dropout),
        new Conv2D(64, 3).padding("same").activation("relu"),
        new MaxPool2D(2),
        new BatchNormalization(),
        new Dropout(0.25 * dropout),
        new Flatten(),
        new Dense(128).activation("relu"),
        new BatchNormalization(),
        new Dropout(0.5 * dropout),
        new Dense(10).activation("softmax").dtype("float32"));
  }

  /**
   * Six convolutions without bias in the manner of VGG (Simonyan and Zisserman, 2015,
   * arXiv:1409.1556) with batch normalization, on 32x32x3 images and 10 classes, not compiled.
   */
  public static Sequential vggStyle() {
    Sequential model = new Sequential(new Input(32, 32, 3));
    for (int filters : new int[] {32, 64, 128}) {
      for (int i = 0; i < 2; i++) {
        model.add(new Conv2D(filters, 3).padding("same").useBias(false));
        model.add(new BatchNormalization());
        model.add(new Activation("relu"));
      }
      model.add(new MaxPool2D(2));
    }
    model.add(new Flatten());
    model.add(new Dense(256).activation("relu"));
    return model.add(new Dense(10).activation("softmax").dtype("float32"));
  }

  /**
   * ResNet-20 (He et al., 2015, arXiv:1512.03385, section 4.2) with projection shortcuts, on
   * 32x32x3 images and 10 classes, not compiled.
   */
  public static Model resNet20() {
    SymbolicTensor image = Input.of(32, 32, 3);
    SymbolicTensor x = relu(normalized(image, 16, 3, 1));
    for (int filters : new int[] {16, 32, 64}) {
      for (int block = 0; block < 3; block++) {
        int strides = block == 0 && filters > 16 ? 2 : 1;
        SymbolicTensor shortcut = strides == 1 ? x : normalized(x, filters, 1, strides);
        SymbolicTensor inner = relu(normalized(x, filters, 3, strides));
        x = relu(new Add().apply(normalized(inner, filters, 3, 1), shortcut));
      }
    }
    SymbolicTensor features = new GlobalAveragePooling2D().apply(x);
    return Model.of(image, new Dense(10).activation("softmax").dtype("float32").apply(features));
  }

  private static SymbolicTensor normalized(SymbolicTensor x, int filters, int size, int strides) {
    Conv2D convolution = new Conv2D(filters, size).strides(strides).padding("same").useBias(false);
    return new BatchNormalization().apply(convolution.apply(x));
  }

  private static SymbolicTensor relu(SymbolicTensor x) {
    return new Activation("relu").apply(x);
  }
}
