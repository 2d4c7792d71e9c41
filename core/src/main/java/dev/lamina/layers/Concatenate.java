package dev.lamina.layers;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import java.util.List;

/**
 * Its inputs behind one another along an axis; all other dimensions must be equal: {@code (N, H, W,
 * C1), (N, H, W, C2), ... -> (N, H, W, C1 + C2 + ...)}.
 *
 * <pre>{@code
 * new Concatenate(); // along the channels
 * new Concatenate().axis(1);
 * }</pre>
 */
public final class Concatenate extends FluentLayer<Concatenate> {
  private int axis = -1;

  /** A copy that works along this axis, counted with the batch; the last by default. */
  public Concatenate axis(int axis) {
    if (axis == 0) {
      throw new IllegalArgumentException(
          "axis must not be 0, the batch; choose -1 for the last axis");
    }
    Concatenate copy = copy();
    copy.axis = axis;
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    List<Shape> shapes = inputs.stream().map(Value::shape).toList();
    if (inputs.isEmpty()) {
      throw new ShapeException("expected at least one input, received none");
    }
    int rank = shapes.get(0).rank();
    int index = axis < 0 ? axis + rank : axis;
    if (index < 1 || index >= rank) {
      throw new ShapeException(
          "axis=%d is not an axis of a sample in an input of shape %s; choose 1 to %d, or -1 for"
                  .formatted(axis, shapes.get(0), rank - 1)
              + " the last");
    }
    for (Shape shape : shapes) {
      if (shape.rank() != rank || !shape.with(index, 1).equals(shapes.get(0).with(index, 1))) {
        throw new ShapeException(
            "inputs of shapes %s do not fit behind one another along axis=%d; expected all other"
                    .formatted(shapes, axis)
                + " dimensions to be equal");
      }
    }
    return context.graph().concatenate(index, inputs);
  }

  @Override
  public String purpose() {
    return "Puts its inputs side by side, so that the next layer sees all of them.";
  }

  /** Reads a config's own arguments; {@link Layers#from} reads those that every layer has. */
  public static Concatenate from(ConfigReader config) {
    return new Concatenate().axis(config.integer("axis", -1));
  }

  @Override
  public Config config() {
    return baseConfig("Concatenate").with("axis", axis);
  }
}
