package dev.lamina.execution;

import dev.lamina.ShapeException;
import dev.lamina.TrainingException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.Topology.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks that data fits a model and its loss before anything native sees it. */
final class Targets {
  private Targets() {}

  /** Checks inputs, and says which of the data's go to each of the model's. */
  static Feed inputs(Dataset data, List<Port> ports) {
    List<Shape> given = data.inputShapes();
    List<Integer> arrays = match("inputs", data, data.inputNames(), given.size(), ports);
    List<Feed.Part> parts = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      int array = arrays.get(i);
      requireInput(data, given.get(array), ports.get(i), ports.size());
      parts.add(new Feed.Part(ForwardPass.inputName(i), array, ports.get(i).shape().size()));
    }
    if (data.size() == 0) {
      throw new TrainingException("the data (" + data.source() + ") holds no samples");
    }
    return new Feed(parts);
  }

  private static void requireInput(Dataset data, Shape received, Port port, int ports) {
    if (!received.equals(port.shape())) {
      String which = ports == 1 ? "inputs" : "inputs for \"" + port.name() + "\"";
      throw new ShapeException(
          "the data (%s) has %s of shape %s, but the model takes %s; build the model for the data's shape, or resize the data"
              .formatted(data.source(), which, received, port.shape()));
    }
  }

  /** Checks targets, and says which of the data's go to each head that needs one. */
  static Feed targets(Dataset data, List<Port> ports, Objective objective) {
    List<Port> needed = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      if (objective.heads().get(i).loss() != null) {
        needed.add(ports.get(i));
        outputs.add(i);
      }
    }
    List<Shape> given = data.targetShapes();
    List<Integer> arrays = match("targets", data, data.targetNames(), given.size(), needed);
    List<Feed.Part> parts = new ArrayList<>();
    for (int i = 0; i < needed.size(); i++) {
      int array = arrays.get(i);
      Shape received = given.get(array);
      Loss loss = objective.heads().get(outputs.get(i)).loss();
      if (loss != null) {
        requireTarget(data, received, loss, needed.get(i).shape());
      }
      parts.add(new Feed.Part(StepGraph.targetName(outputs.get(i)), array, received.size()));
    }
    return new Feed(parts);
  }

  /** For each port which of the data's arrays: that of its name, or the next one. */
  private static List<Integer> match(
      String what, Dataset data, List<String> names, int count, List<Port> ports) {
    List<String> wanted = ports.stream().map(Port::name).toList();
    if (names.isEmpty()) {
      if (count != ports.size()) {
        throw new ShapeException(
            "the data (%s) has %d %s, but the model has %d: %s"
                .formatted(data.source(), count, what, ports.size(), wanted));
      }
      return IntStream.range(0, count).boxed().toList();
    }
    if (!Set.copyOf(names).equals(Set.copyOf(wanted))) {
      throw new ShapeException(
          "the data (%s) has the %s %s, but the model has %s"
              .formatted(data.source(), what, names, wanted));
    }
    return wanted.stream().map(names::indexOf).toList();
  }

  private static void requireTarget(Dataset data, Shape received, Loss loss, Shape output) {
    Shape expected = loss.targetShape(output);
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

  /**
   * Checks class indices of one batch against the number of classes.
   *
   * @param size labels of one sample, more than one where each pixel has its own
   * @param ignored a label that may be there too, or null
   */
  static void requireLabels(
      float[] labels,
      int count,
      int size,
      int classes,
      @Nullable Integer ignored,
      int[] indices,
      Dataset data) {
    for (int i = 0; i < count * size; i++) {
      float label = labels[i];
      boolean isClass = label >= 0 && label < classes && label == (int) label;
      if (!isClass && (ignored == null || label != ignored)) {
        throw new TrainingException(
            "sample %d of the data (%s) has the label %s%s, expected a whole number from 0 to %d, because the model's output has %d classes; correct the label, or give the last layer more units"
                .formatted(
                    indices[i / size],
                    data.source(),
                    label == (int) label ? String.valueOf((int) label) : String.valueOf(label),
                    size == 1 ? "" : " at element " + i % size + " of its target",
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
