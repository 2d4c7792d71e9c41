package dev.lamina.regularizers;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A penalty on the cosines between the rows of a matrix, or its columns: {@code factor / 2} times
 * the mean of their magnitudes over all pairs. It is 0 where all are orthogonal to each other.
 *
 * <pre>{@code
 * new Dense(10).kernelRegularizer(new OrthogonalRegularizer(0.01, "columns"));
 * }</pre>
 *
 * <p>A weight must have two axes, and two rows or more.
 *
 * @param factor 0.01 by default, not below 0
 * @param mode {@code rows}, the default, or {@code columns}
 */
public record OrthogonalRegularizer(double factor, String mode) implements Regularizer {
  private static final String ROWS = "rows";
  private static final Choices<Boolean> MODES = modes(); // whether it is rows
  private static final double SMALLEST = 1e-14; // keras.config.epsilon() squared

  public OrthogonalRegularizer {
    Arguments.notNegative("factor", factor);
    boolean unused = MODES.get(mode);
  }

  /** Keras's defaults. */
  public OrthogonalRegularizer() {
    this(L2.DEFAULT);
  }

  /** Of the rows. */
  public OrthogonalRegularizer(double factor) {
    this(factor, ROWS);
  }

  private static Choices<Boolean> modes() {
    Map<String, Boolean> modes = new LinkedHashMap<>();
    modes.put(ROWS, true);
    modes.put("columns", false);
    return Choices.of("mode", modes);
  }

  @Override
  public Value penalty(GraphBuilder graph, Value weight) {
    Shape shape = weight.shape();
    int count = shape.rank() == 2 ? shape.dim(mode.equals(ROWS) ? 0 : 1) : 0;
    if (count < 2) {
      throw new ShapeException(
          "an orthogonal regularizer of %s needs a weight of two axes with two %s or more, received %s"
              .formatted(mode, mode, shape));
    }
    Transpose turn = new Transpose(List.of(1, 0));
    Value rows = mode.equals(ROWS) ? weight : graph.add(turn, weight);
    Value squares = squares(graph, rows);
    Value bound = graph.binary(BinaryFunction.MAXIMUM, squares, graph.scalar(SMALLEST));
    Value unit = graph.divide(rows, graph.unary(UnaryFunction.SQRT, bound));
    Value cosines = graph.add(InnerProduct.PLAIN, unit, graph.add(turn, unit));
    Value all = graph.reduceAll(ReductionFunction.SUM, graph.unary(UnaryFunction.ABS, cosines));
    // A row's product with itself is no pair.
    Value own = graph.reduceAll(ReductionFunction.SUM, squares(graph, unit));
    return graph.linear(graph.minus(all, own), factor / (count * (count - 1.0)), 0);
  }

  private static Value squares(GraphBuilder graph, Value rows) {
    return graph.reduce(
        ReductionFunction.SUM, graph.unary(UnaryFunction.SQUARE, rows), List.of(1), true);
  }

  /** Reads a config's arguments; {@link Regularizers#from} finds the class. */
  public static OrthogonalRegularizer from(ConfigReader config) {
    return new OrthogonalRegularizer(
        config.number("factor", L2.DEFAULT), config.text("mode", ROWS));
  }

  @Override
  public Config config() {
    return Config.of("OrthogonalRegularizer").with("factor", factor).with("mode", mode);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
