package dev.lamina.cli;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Sequential;

/**
 * The network that Lamina's examples, tests and benchmarks use, so that their figures compare: two
 * blocks of convolution and pooling, then two dense layers.
 */
final class ReferenceCnn {
  /** Those of Fashion-MNIST. */
  static final int CLASSES = 10;

  /** Two poolings halve height and width twice. */
  private static final int LEAST_SIDE = 4;

  private static final int FILTERS = 64;
  private static final int UNITS = 128;

  private ReferenceCnn() {}

  /**
   * The network for images of this shape and this many classes.
   *
   * @throws ShapeException if the input is no image, or too small or too large a one
   */
  static Sequential build(Shape input, int classes) {
    if (input.rank() != 3) {
      throw new ShapeException(
          "the reference CNN takes images, height x width x channels; received samples of shape %s"
              .formatted(input));
    }
    if (input.dim(0) < LEAST_SIDE || input.dim(1) < LEAST_SIDE) {
      throw new ShapeException(
          "the reference CNN halves height and width twice, so images must have at least %dx%d pixels; received %s; use larger images"
              .formatted(LEAST_SIDE, LEAST_SIDE, input));
    }
    long flattened = (input.dim(0) / 4L) * (input.dim(1) / 4L) * FILTERS;
    if (flattened * UNITS > Integer.MAX_VALUE) {
      throw new ShapeException(
          "images of %s are too large for the reference CNN: its first dense layer would have %,d weights, more than 2^31 - 1; use smaller images, such as 224x224"
              .formatted(input, flattened * UNITS));
    }
    return new Sequential(
        "reference_cnn",
        new Input(input.dim(0), input.dim(1), input.dim(2)),
        new Conv2D(32, 3).padding("same").activation("relu"),
        new MaxPool2D(2),
        new BatchNormalization(),
        new Dropout(0.25),
        new Conv2D(FILTERS, 3).padding("same").activation("relu"),
        new MaxPool2D(2),
        new BatchNormalization(),
        new Dropout(0.25),
        new Flatten(),
        new Dense(UNITS).activation("relu"),
        new BatchNormalization(),
        new Dropout(0.5),
        // In mixed precision too: probabilities need more than 8 significant bits.
        new Dense(classes).activation("softmax").dtype("float32"));
  }
}
