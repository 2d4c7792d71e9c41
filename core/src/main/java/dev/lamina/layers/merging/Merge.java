package dev.lamina.layers.merging;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * What layers share that compute each number from those at its place in several inputs. Dimensions
 * of 1 stretch to those of the other inputs, and inputs of fewer axes get axes of 1 behind the
 * batch: {@code (N, C)} goes together with {@code (N, H, W, C)}.
 *
 * @param <L> the layer itself
 */
public abstract sealed class Merge<L extends Merge<L>> extends FluentLayer<L>
    permits Add, Average, Maximum, Minimum, Multiply, Subtract {
  /** Merges inputs of equal rank that broadcast together. */
  abstract Value merge(GraphBuilder graph, List<Value> inputs);

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    List<Shape> shapes = inputs.stream().map(Value::shape).toList();
    if (inputs.isEmpty()) {
      throw new ShapeException("expected at least one input, received none");
    }
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElseThrow();
    List<Value> aligned = new ArrayList<>();
    int[] merged = new int[rank];
    for (Value input : inputs) {
      int[] dims = aligned(input.shape(), rank);
      for (int axis = 0; axis < rank; axis++) {
        int known = merged[axis];
        boolean stretches = axis > 0 && (known == 1 || dims[axis] == 1);
        if (known != 0 && known != dims[axis] && !stretches) {
          throw new ShapeException(
              "inputs of shapes %s do not go together; expected equal dimensions, or 1, from the"
                      .formatted(shapes)
                  + " last axis backwards, and one batch");
        }
        merged[axis] = Math.max(known, dims[axis]);
      }
      aligned.add(context.graph().reshape(input, Shape.of(dims)));
    }
    return merge(context.graph(), aligned);
  }

  /** The dimensions with as many 1s behind the batch as are missing. */
  private static int[] aligned(Shape shape, int rank) {
    int missing = rank - shape.rank();
    int[] dims = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = axis == 0 ? shape.dim(0) : axis <= missing ? 1 : shape.dim(axis - missing);
    }
    return dims;
  }
}
