package dev.lamina.layers;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Arranges the samples of batches. Axes are counted as Keras counts them: 0 is the batch, and -1
 * the last.
 *
 * <pre>{@code
 * Samples.axis(x.shape(), -1); // 3 for a batch of images
 * Samples.concatenate(context.graph(), inputs, -1);
 * }</pre>
 */
public final class Samples {
  private Samples() {}

  /**
   * The axis, counted from the front.
   *
   * @throws ShapeException if it is the batch, or none at all
   */
  public static int axis(Shape batch, int axis) {
    int rank = batch.rank();
    int index = axis < 0 ? axis + rank : axis;
    if (index < 1 || index >= rank) {
      throw new ShapeException(
          "axis=%d is not an axis of a sample in an input of shape %s; choose 1 to %d, or -1 for"
                  .formatted(axis, batch, rank - 1)
              + " the last");
    }
    return index;
  }

  /**
   * All inputs one behind the other along an axis.
   *
   * @throws ShapeException if there are none, or another axis of theirs differs
   */
  public static Value concatenate(GraphBuilder graph, List<Value> inputs, int axis) {
    List<Shape> shapes = inputs.stream().map(Value::shape).toList();
    if (inputs.isEmpty()) {
      throw new ShapeException("expected at least one input, received none");
    }
    int index = axis(shapes.get(0), axis);
    for (Shape shape : shapes) {
      if (shape.rank() != shapes.get(0).rank()
          || !shape.with(index, 1).equals(shapes.get(0).with(index, 1))) {
        throw new ShapeException(
            "inputs of shapes %s do not fit behind one another along axis=%d; expected all other"
                    .formatted(shapes, axis)
                + " dimensions to be equal");
      }
    }
    return graph.concatenate(index, inputs);
  }

  /**
   * The same numbers in samples of another shape.
   *
   * @param sample its dimensions; one of them may be -1, which is whatever is left
   * @throws ShapeException if the numbers do not fit
   */
  public static Value reshape(GraphBuilder graph, Value x, int... sample) {
    Shape input = x.shape().sample();
    int known = Arrays.stream(sample).filter(dim -> dim != -1).reduce(1, Math::multiplyExact);
    boolean open = IntStream.of(sample).anyMatch(dim -> dim == -1);
    if (open ? input.size() % known != 0 : input.size() != known) {
      throw new ShapeException(
          "cannot reshape samples of %s (%d values) to %s"
              .formatted(input, input.size(), Arrays.toString(sample)));
    }
    int[] dims = IntStream.of(sample).map(dim -> dim == -1 ? input.size() / known : dim).toArray();
    return graph.reshape(x, Shape.of(dims).batched(x.shape().dim(0)));
  }
}
