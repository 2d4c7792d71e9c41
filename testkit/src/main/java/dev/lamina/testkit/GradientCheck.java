package dev.lamina.testkit;

import dev.lamina.autodiff.Gradients;
import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * Compares the gradients that autodiff adds to a graph with central differences {@code (f(x + h) -
 * f(x - h)) / 2h}, in double on the reference engine, for every element of every input. The output
 * is multiplied with a random upstream gradient before it is summed, so that no element's gradient
 * is taken for another's. Inputs must lie away from kinks by more than {@code h}, 1e-5.
 *
 * <pre>{@code
 * GradientCheck check = new GradientCheck(1); // the seed
 * check.input("x", Shape.of(4, 3));
 * check.input("weights", Shape.of(3, 2));
 * check.requireEqual((g, in) -> g.add(InnerProduct.PLAIN, in.get("x"), in.get("weights")));
 * }</pre>
 */
public final class GradientCheck {
  private static final double STEP = 1e-5;

  /** Central differences err by {@code h^2 f''' / 6}, and by rounding, {@code 1e-16 f / h}. */
  private static final double TOLERANCE = 1e-6;

  private final Engine engine;
  private final Random random;
  private final Map<String, TensorType> types = new LinkedHashMap<>();
  private final Map<String, double[]> data = new LinkedHashMap<>();

  public GradientCheck(long seed) {
    this(seed, ReferenceEngine.float64());
  }

  GradientCheck(long seed, Engine engine) {
    this.engine = engine;
    this.random = new Random(seed);
  }

  /** The function to check. */
  @FunctionalInterface
  public interface Forward {
    /** Adds ops on the inputs, which are given by name, and returns the output. */
    Value apply(GraphBuilder graph, Map<String, Value> inputs);
  }

  /** An input of normally distributed numbers. */
  public GradientCheck input(String name, Shape shape) {
    return input(name, shape, random::nextGaussian);
  }

  /** An input of numbers that are drawn one by one. */
  public GradientCheck input(String name, Shape shape, DoubleSupplier element) {
    double[] values = new double[shape.size()];
    Arrays.setAll(values, i -> element.getAsDouble());
    return input(name, TensorType.of(shape), values);
  }

  /** A scalar counter, which has no gradient. */
  public GradientCheck counter(String name, int value) {
    return input(name, new TensorType(DType.INT32, Shape.scalar()), new double[] {value});
  }

  private GradientCheck input(String name, TensorType type, double[] values) {
    types.put(name, type);
    data.put(name, values);
    return this;
  }

  /**
   * Checks the gradients by all inputs.
   *
   * @throws AssertionError naming the elements whose gradients differ
   */
  public void requireEqual(Forward forward) {
    List<String> differences = differences(forward);
    if (!differences.isEmpty()) {
      throw new AssertionError(
          "autodiff and central differences disagree:%n  %s"
              .formatted(String.join(System.lineSeparator() + "  ", differences)));
    }
  }

  private List<String> differences(Forward forward) {
    GraphBuilder builder = new GraphBuilder();
    Map<String, Value> inputs = new LinkedHashMap<>();
    types.forEach((name, type) -> inputs.put(name, builder.input(name, type)));
    Value output = forward.apply(builder, inputs);
    Value upstream = builder.input("upstream", output.type());
    Value loss = builder.reduceAll(ReductionFunction.SUM, builder.times(output, upstream));
    builder.output("loss", loss);
    Graph forwardGraph = builder.build();
    List<Value> wanted =
        inputs.values().stream().filter(value -> value.type().dtype() == DType.FLOAT32).toList();
    Map<Value, Value> gradients = Gradients.of(builder, loss, wanted);
    gradients.forEach((input, gradient) -> builder.output("d" + input.name(), gradient));

    Map<String, double[]> feeds = new LinkedHashMap<>(data);
    double[] weights = new double[output.shape().size()];
    Arrays.setAll(weights, i -> random.nextGaussian());
    feeds.put("upstream", weights);
    GraphRunner runner = new GraphRunner(engine);
    GraphRunner.Result<double[]> result = runner.runInDouble(builder.build(), feeds, Map.of());
    List<String> found = new ArrayList<>();
    for (Value input : wanted) {
      double[] values = Objects.requireNonNull(feeds.get(input.name()));
      double[] numeric = numeric(values, () -> loss(runner, forwardGraph, feeds));
      compare(input.name(), result.output("d" + input.name()), numeric, found);
    }
    return found;
  }

  /** Moves each of {@code values} a little up and down. */
  private static double[] numeric(double[] values, DoubleSupplier loss) {
    double[] gradient = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      values[i] = value + STEP;
      double above = loss.getAsDouble();
      values[i] = value - STEP;
      double below = loss.getAsDouble();
      values[i] = value;
      gradient[i] = (above - below) / (2 * STEP);
    }
    return gradient;
  }

  private static double loss(GraphRunner runner, Graph graph, Map<String, double[]> feeds) {
    return runner.runInDouble(graph, feeds, Map.of()).output("loss")[0];
  }

  private static void compare(
      String name, double[] gradient, double[] numeric, List<String> found) {
    double largest = Arrays.stream(numeric).map(Math::abs).max().orElse(0);
    for (int i = 0; i < numeric.length; i++) {
      if (!(Math.abs(gradient[i] - numeric[i]) <= TOLERANCE * Math.max(1, largest))) {
        found.add(
            "d%s, element %d: autodiff gives %s, central differences %s"
                .formatted(name, i, gradient[i], numeric[i]));
      }
    }
  }
}
