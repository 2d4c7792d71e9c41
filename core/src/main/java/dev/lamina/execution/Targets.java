package dev.lamina.execution;

import dev.lamina.ShapeException;
import dev.lamina.TrainingException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;

/** Checks that data fits a model and its loss before anything native sees it. */
final class Targets {
  private Targets() {}

  static void requireInput(Dataset data, Shape expected) {
    if (!data.inputShape().equals(expected)) {
      throw new ShapeException(
          "the data (%s) has inputs of shape %s, but the model takes %s; build the model for the data's shape, or resize the data"
              .formatted(data.source(), data.inputShape(), expected));
    }
    if (data.size() == 0) {
      throw new TrainingException("the data (" + data.source() + ") holds no samples");
    }
  }

  static void requireTarget(Dataset data, Loss loss, Shape output) {
    Shape expected = loss.targetShape(output);
    Shape received = data.targetShape();
    if (received.equals(expected) || (received.size() == 1 && expected.size() == 1)) {
      return;
    }
    String fix =
        received.size() == 1 && output.rank() == 1
            ? "; for class indices use the loss \"sparse_categorical_crossentropy\""
            : loss.isSparse()
                ? "; for one-hot targets use the loss \"categorical_crossentropy\""
                : "; the targets must have the shape of the model's output";
    throw new ShapeException(
        "the data (%s) has targets of shape %s, but the loss %s on an output of shape %s expects %s%s"
            .formatted(data.source(), received, loss.config().className(), output, expected, fix));
  }

  /** Checks class indices of one batch against the number of classes. */
  static void requireLabels(float[] labels, int count, int classes, int[] indices, Dataset data) {
    for (int i = 0; i < count; i++) {
      float label = labels[i];
      if (!(label >= 0 && label < classes) || label != (int) label) {
        throw new TrainingException(
            "sample %d of the data (%s) has the label %s, expected a whole number from 0 to %d, because the model's output has %d classes; correct the label, or give the last layer more units"
                .formatted(
                    indices[i],
                    data.source(),
                    label == (int) label ? String.valueOf((int) label) : String.valueOf(label),
                    classes - 1,
                    classes));
      }
    }
  }

  /** Checks the weights of one batch's samples. */
  static void requireWeights(float[] weights, int count, int[] indices, Dataset data) {
    for (int i = 0; i < count; i++) {
      if (!(weights[i] >= 0) || Float.isInfinite(weights[i])) {
        throw new TrainingException(
            "sample %d of the data (%s) has the weight %s, expected a number >= 0"
                .formatted(indices[i], data.source(), weights[i]));
      }
    }
  }
}
