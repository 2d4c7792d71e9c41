package dev.lamina.engine.onednn;

import static dev.lamina.engine.onednn.Testing.CHUNKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.autodiff.Gradients;
import dev.lamina.contract.ForwardingEngine;
import dev.lamina.engine.Engine;
import dev.lamina.engine.onednn.threads.Threads;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.plan.Plan;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Rewrites;
import dev.lamina.plan.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ops that are done together, image by image, against the same ops one after the other. */
@Tag("instruction-sets")
class ImagePassTest {
  private static final int CASES = 60;

  /** Sums over the batch are made in another order. */
  private static final double TOLERANCE = 3e-6;

  private static final double TOLERANCE_TO_REFERENCE = 2e-5;

  /** One rounding of a number of 8 bits. */
  private static final double TOLERANCE_OF_BFLOAT16 = 1 / 256.0;

  @BeforeEach
  void isPossibleHere() {
    Machine.requireTiles();
  }

  /** An engine that never does ops together. */
  private static final class OneByOne extends ForwardingEngine {
    OneByOne(Engine engine) {
      super(engine);
    }
  }

  private record Run(Map<String, float[]> outputs, List<String> steps) {
    long passes() {
      return steps.stream().filter(ops -> ops.contains(" > ")).count();
    }
  }

  private static Run run(Engine engine, Graph graph) {
    try (Variables variables = new Variables(engine)) {
      return engine.call(
          () -> {
            try (Plan plan = Planner.plan(graph, variables)) {
              Random random = new Random(7);
              for (Value input : graph.inputs()) {
                if (input.type().dtype() == DType.INT32) {
                  plan.input(input.name()).write(new int[] {3}, 0);
                  continue;
                }
                float[] data = new float[input.shape().size()];
                for (int i = 0; i < data.length; i++) {
                  data[i] = (float) random.nextGaussian();
                }
                plan.input(input.name()).write(data, 0);
              }
              plan.run();
              plan.run(); // what a run leaves behind must not matter to the next
              Map<String, float[]> outputs = new LinkedHashMap<>();
              graph
                  .outputs()
                  .forEach(
                      (name, value) -> {
                        float[] output = new float[value.shape().size()];
                        plan.output(name).read(output, 0);
                        outputs.put(name, output);
                      });
              return new Run(outputs, plan.steps().stream().map(PlanStep::op).toList());
            }
          });
    }
  }

  /** Two blocks of convolution, pooling, relu and dropout, and all gradients. */
  private static Graph training(Random random, DType dtype) {
    int batch = 2 + random.nextInt(20);
    int height = 8 + random.nextInt(12);
    int width = 8 + random.nextInt(12);
    int[] channels = {1, 2, 3, 16, 32};
    int[] filters = {16, 20, 32, 48, 64};
    GraphBuilder forward = new GraphBuilder();
    Shape image = Shape.of(batch, height, width, channels[random.nextInt(channels.length)]);
    Value x = forward.input("x", new TensorType(dtype, image));
    Value step = forward.input("step", new TensorType(DType.INT32, Shape.scalar()));
    List<Value> wanted = new ArrayList<>();
    if (random.nextBoolean()) {
      wanted.add(x);
    }
    Value y = block(forward, x, step, filters[random.nextInt(filters.length)], random, wanted);
    y = block(forward, y, step, filters[random.nextInt(filters.length)], random, wanted);
    Value upstream = forward.input("upstream", TensorType.of(y.shape()));
    forward.output("y", y);
    Value result = dtype == DType.FLOAT32 ? y : forward.add(new Cast(DType.FLOAT32), y);
    forward.output(
        "loss", forward.reduceAll(ReductionFunction.SUM, forward.times(result, upstream)));
    GraphBuilder graph = new GraphBuilder(Rewrites.forward(forward.build()));
    Gradients.of(graph, graph.outputOf("loss"), wanted)
        .forEach((value, gradient) -> graph.output("d" + value.name(), gradient));
    return Rewrites.fusion(graph.build().withoutDeadNodes());
  }

  private static Value block(
      GraphBuilder graph, Value x, Value step, int filters, Random random, List<Value> wanted) {
    Shape shape = x.shape();
    String name = "conv" + wanted.size();
    List<Value> operands = new ArrayList<>();
    operands.add(x);
    operands.add(graph.input(name, x.type().withShape(Shape.of(3, 3, shape.dim(3), filters))));
    if (random.nextBoolean()) {
      operands.add(graph.input(name + "bias", x.type().withShape(Shape.of(filters))));
    }
    wanted.addAll(operands.subList(1, operands.size()));
    Window window = Window.of(3, 3).same(shape.dim(1), shape.dim(2));
    Value y = graph.addAll(Convolution.of(window, 1), operands).get(0);
    if (random.nextInt(3) > 0) {
      y = graph.add(Unary.of(UnaryFunction.RELU), y);
    }
    int size = 2 + random.nextInt(2);
    y = graph.addAll(new MaxPooling(Window.of(size, size).strides(2, 2)), List.of(y)).get(0);
    return random.nextInt(3) > 0
        ? graph.addAll(new ElementDropout(0.25, filters), List.of(y, step)).get(0)
        : y;
  }

  private static void assertClose(Run actual, Run expected, double tolerance) {
    assertThat(actual.outputs()).containsOnlyKeys(expected.outputs().keySet());
    actual
        .outputs()
        .forEach((name, output) -> assertClose(output, expected.outputs().get(name), tolerance));
  }

  private static void assertClose(float[] actual, float[] expected, double tolerance) {
    double largest = Float.MIN_NORMAL;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isFinite();
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs((double) actual[i] - expected[i]));
    }
    assertThat(error / largest).isLessThan(tolerance);
  }

  /**
   * Gradients only against the same kernels, as rounding may decide which of two almost equal
   * numbers a pooling takes.
   */
  @Test
  void trainingIsAsOneByOne() {
    int passes = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Graph graph = training(new Random(seed), DType.FLOAT32);

      Run actual = run(CHUNKED, graph);
      Run expected = run(new OneByOne(CHUNKED), graph);
      Run reference = run(ReferenceEngine.float32(), graph);

      assertClose(actual, expected, TOLERANCE);
      assertClose(actual.outputs().get("y"), reference.outputs().get("y"), TOLERANCE_TO_REFERENCE);
      assertThat(expected.passes()).isZero();
      passes += actual.passes();
    }
    assertThat(passes).isGreaterThanOrEqualTo(2 * CASES);
  }

  /** Every op rounds to bfloat16 in a pass too, so no more than the order of sums differs. */
  @Test
  void trainingInBfloat16IsAsOneByOne() {
    Machine.requireBfloat16();
    int passes = 0;
    for (int seed = 0; seed < CASES / 3; seed++) {
      Graph graph = training(new Random(seed), DType.BFLOAT16);

      Run actual = run(CHUNKED, graph);
      Run expected = run(new OneByOne(CHUNKED), graph);

      assertClose(actual, expected, TOLERANCE_OF_BFLOAT16);
      passes += actual.passes();
    }
    assertThat(passes).isGreaterThanOrEqualTo(CASES / 3);
  }

  /** Convolution, pooling and normalization, twice: all of it is one pass. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 32})
  void inferenceIsAsOneByOne(int channels) {
    GraphBuilder graph = new GraphBuilder();
    Map<Integer, Value> variances = new LinkedHashMap<>();
    for (int filters : new int[] {32, 48}) {
      Value logarithm = graph.input("log" + filters, TensorType.of(filters));
      variances.put(filters, graph.add(Unary.of(UnaryFunction.EXP), logarithm));
    }
    Value y = graph.input("x", TensorType.of(17, 13, 12, channels));
    for (int filters : variances.keySet()) {
      Shape shape = y.shape();
      Value filter = graph.input("w" + filters, TensorType.of(3, 3, shape.dim(3), filters));
      Window window = Window.of(3, 3).same(shape.dim(1), shape.dim(2));
      y = graph.add(new Convolution(window, 1, Unary.of(UnaryFunction.RELU)), y, filter);
      y = graph.addAll(new MaxPooling(Window.of(2, 2).strides(2, 2)), List.of(y)).get(0);
      Value mean = graph.input("mean" + filters, TensorType.of(filters));
      y = graph.add(new BatchNormInference(1e-3, false, false), y, mean, variances.get(filters));
    }
    graph.output("y", y);
    Graph built = graph.build();

    Run actual = run(CHUNKED, built);
    Run expected = run(new OneByOne(CHUNKED), built);
    Run reference = run(ReferenceEngine.float32(), built);

    assertThat(actual.passes()).isOne();
    assertThat(expected.passes()).isZero();
    assertClose(actual.outputs().get("y"), expected.outputs().get("y"), TOLERANCE);
    assertClose(actual.outputs().get("y"), reference.outputs().get("y"), TOLERANCE_TO_REFERENCE);
  }

  /** What only the pass itself reads is not stored, what others read is. */
  @Test
  void whatIsReadElsewhereIsStored() {
    GraphBuilder graph = new GraphBuilder();
    Value x = graph.input("x", TensorType.of(9, 8, 8, 3));
    Value filter = graph.input("w", TensorType.of(3, 3, 3, 32));
    Value conv = graph.add(Convolution.of(Window.of(3, 3).same(8, 8), 1), x, filter);
    MaxPooling pool = new MaxPooling(Window.of(2, 2).strides(2, 2));
    graph.output("conv", conv);
    graph.output("pool", graph.addAll(pool, List.of(conv)).get(0));
    Graph built = graph.build();

    Run actual = run(CHUNKED, built);
    Run reference = run(ReferenceEngine.float32(), built);

    assertThat(actual.passes()).isOne();
    assertClose(actual, reference, TOLERANCE);
  }

  /** Also on one thread, and where some threads have nothing to do. */
  @Test
  void anyNumberOfThreads() {
    for (int threads : new int[] {1, 2, 3, 5}) {
      try (Engine engine = new OneDnnEngine(Threads.exactly(threads), true)) {
        for (int seed = 0; seed < 5; seed++) {
          Graph graph = training(new Random(seed), DType.FLOAT32);
          Run actual = run(engine, graph);
          Run expected = run(new OneByOne(CHUNKED), graph);
          assertClose(actual, expected, TOLERANCE);
        }
      }
    }
  }
}
