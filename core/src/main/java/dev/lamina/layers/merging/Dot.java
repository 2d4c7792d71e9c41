package dev.lamina.layers.merging;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * The dot products of two inputs along one axis of each, sample by sample: with axes 2 and 1 {@code
 * (N, A, K), (N, K, B) -> (N, A, B)}, with axis 1 {@code (N, K), (N, K) -> (N, 1)}. What is left of
 * the first input's axes comes before what is left of the second's.
 *
 * <p>It takes {@code A K B} numbers of memory for each sample.
 *
 * <pre>{@code
 * new Dot(1);
 * new Dot(2, 1);
 * new Dot(-1).normalize(true); // cosines
 * }</pre>
 */
public final class Dot extends FluentLayer<Dot> {
  /** Keras's epsilon. */
  private static final double EPSILON = 1e-7;

  private final List<Integer> axes;
  private boolean normalize;

  /**
   * Along the same axis of both inputs.
   *
   * @param axis counted with the batch; negative from the end
   */
  public Dot(int axis) {
    this(List.of(axis));
  }

  /** Along an axis of the first input and one of the second. */
  public Dot(int firstAxis, int secondAxis) {
    this(List.of(firstAxis, secondAxis));
  }

  private Dot(List<Integer> axes) {
    if (axes.contains(0)) {
      throw new IllegalArgumentException(
          "axes must not be 0, the batch, received %s; choose -1 for the last axis"
              .formatted(axes));
    }
    this.axes = axes;
  }

  /**
   * A copy that first divides both inputs by their lengths along the axis, so that the products are
   * cosines, or not, the default.
   */
  public Dot normalize(boolean normalize) {
    Dot copy = copy();
    copy.normalize = normalize;
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException("expected two inputs, received " + inputs.size());
    }
    GraphBuilder graph = context.graph();
    Shape first = inputs.get(0).shape();
    Shape second = inputs.get(1).shape();
    int firstAxis = Samples.axis(first, axes.get(0));
    int secondAxis = Samples.axis(second, axes.get(axes.size() - 1));
    int length = first.dim(firstAxis);
    if (length != second.dim(secondAxis) || first.dim(0) != second.dim(0)) {
      throw new ShapeException(
          "inputs of shapes %s and %s have no dot product along axes=%s; expected equal dimensions"
                  .formatted(first, second, axes)
              + " there, and one batch");
    }
    Value left = last(graph, scaled(graph, inputs.get(0), firstAxis), firstAxis);
    Value right = last(graph, scaled(graph, inputs.get(1), secondAxis), secondAxis);
    int batch = first.dim(0);
    int rows = first.size() / batch / length;
    int columns = second.size() / batch / length;
    Value products =
        graph.times(
            graph.reshape(left, Shape.of(batch, rows, 1, length)),
            graph.reshape(right, Shape.of(batch, 1, columns, length)));
    Value sums = graph.reduce(ReductionFunction.SUM, products, List.of(3), false);
    List<Integer> dims = new ArrayList<>(List.of(batch));
    addRest(dims, first, firstAxis);
    addRest(dims, second, secondAxis);
    if (dims.size() == 1) {
      dims.add(1);
    }
    return graph.reshape(sums, Shape.of(dims.stream().mapToInt(Integer::intValue).toArray()));
  }

  private Value scaled(GraphBuilder graph, Value x, int axis) {
    if (!normalize) {
      return x;
    }
    Value squares =
        graph.reduce(
            ReductionFunction.SUM, graph.unary(UnaryFunction.SQUARE, x), List.of(axis), true);
    Value one = graph.cast(graph.scalar(1), x.type().dtype());
    Value bound = graph.cast(graph.scalar(1 / EPSILON), x.type().dtype());
    Value inverse = graph.divide(one, graph.unary(UnaryFunction.SQRT, squares));
    return graph.times(x, graph.binary(BinaryFunction.MINIMUM, inverse, bound));
  }

  /** {@code x} with this axis moved last. */
  private static Value last(GraphBuilder graph, Value x, int axis) {
    int rank = x.shape().rank();
    if (axis == rank - 1) {
      return x;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      if (i != axis) {
        order.add(i);
      }
    }
    order.add(axis);
    return graph.add(new Transpose(order), x);
  }

  private static void addRest(List<Integer> dims, Shape input, int axis) {
    for (int i = 1; i < input.rank(); i++) {
      if (i != axis) {
        dims.add(input.dim(i));
      }
    }
  }

  @Override
  public String purpose() {
    return "Compares two inputs: the products are large where they point the same way.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Dot from(ConfigReader config) {
    int[] axes = config.pair("axes");
    boolean isSingle = !(config.value("axes") instanceof List<?>);
    Dot dot = isSingle ? new Dot(axes[0]) : new Dot(axes[0], axes[1]);
    return dot.normalize(config.flag("normalize", false));
  }

  @Override
  public Config config() {
    return baseConfig("Dot")
        .with("axes", axes.size() == 1 ? axes.get(0) : axes)
        .with("normalize", normalize);
  }
}
