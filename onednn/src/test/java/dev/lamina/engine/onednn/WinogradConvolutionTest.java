package dev.lamina.engine.onednn;

import static dev.lamina.engine.onednn.Testing.CHUNKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Engine;
import dev.lamina.engine.onednn.convolutions.Winograd;
import dev.lamina.engine.onednn.threads.Threads;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.plan.Plan;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and gradients by Winograd's tiles, against the definition. */
@Tag("instruction-sets")
class WinogradConvolutionTest {
  private static final int CASES = 40;

  /** About ten times the rounding of one addition, of the largest number: see {@link Winograd}. */
  private static final double TOLERANCE = 3e-6;

  @BeforeEach
  void isPossibleHere() {
    Machine.requireTiles();
  }

  /** Shapes that go together, of a size for which tiles are chosen. */
  record Geometry(Window window, Shape input, Shape filter, Unary activation, boolean bias) {
    static Geometry draw(int seed) {
      Random random = new Random(seed);
      int height = 3 + random.nextInt(24);
      int width = 3 + random.nextInt(12);
      int kernelW = 1 + random.nextInt(Math.min(4, width));
      Window window =
          Window.of(3, kernelW)
              .strides(1, 1 + random.nextInt(2))
              .dilation(1, kernelW * 2 - 1 <= width ? 1 + random.nextInt(2) : 1)
              .padBefore(random.nextInt(3), random.nextInt(kernelW))
              .padAfter(random.nextInt(3), random.nextInt(kernelW));
      int channels = 16 + random.nextInt(40);
      int filters = Math.max(48 - channels, 16) + random.nextInt(40);
      Shape input = Shape.of(2 + random.nextInt(20), height, width, channels);
      Unary[] activations = {
        Unary.IDENTITY, Unary.of(UnaryFunction.RELU), Unary.of(UnaryFunction.ELU, 1, 0)
      };
      return new Geometry(
          window,
          input,
          Shape.of(3, kernelW, channels, filters),
          activations[random.nextInt(activations.length)],
          random.nextBoolean());
    }

    Shape output() {
      return window.outputShape(input, filter.dim(3));
    }
  }

  static Stream<Geometry> geometries() {
    return IntStream.range(0, CASES).mapToObj(Geometry::draw);
  }

  /**
   * 3x3 of stride 1 and padding "same" on blocks of channels: images of all heights and batches.
   */
  static Stream<Geometry> networks() {
    return IntStream.range(0, CASES)
        .mapToObj(
            seed -> {
              Random random = new Random(seed);
              int size = seed % 2 == 0 ? 7 + 4 * random.nextInt(5) : 6 + random.nextInt(3);
              int channels = 16 * (1 + random.nextInt(4));
              int filters = channels == 16 ? 32 : 16 * (2 + random.nextInt(3));
              return new Geometry(
                  Window.of(3, 3).same(size, size),
                  Shape.of(17 + random.nextInt(17), size, size, channels),
                  Shape.of(3, 3, channels, filters),
                  seed % 3 == 0 ? Unary.of(UnaryFunction.RELU) : Unary.IDENTITY,
                  random.nextBoolean());
            });
  }

  private record Run(List<float[]> outputs, List<String> kernels) {}

  private static Run run(Engine engine, Op op, float[][] data, Shape... inputs) {
    GraphBuilder graph = new GraphBuilder();
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      operands.add(graph.input("in" + i, TensorType.of(inputs[i])));
    }
    List<Value> results = graph.addAll(op, operands);
    for (int i = 0; i < results.size(); i++) {
      graph.output("out" + i, results.get(i));
    }
    return run(engine, graph.build(), data);
  }

  private static Run run(Engine engine, Graph graph, float[][] data) {
    try (Variables variables = new Variables(engine)) {
      return engine.call(
          () -> {
            try (Plan plan = Planner.plan(graph, variables)) {
              for (int i = 0; i < data.length; i++) {
                plan.input("in" + i).write(data[i], 0);
              }
              plan.run();
              plan.run(); // what a run leaves behind must not matter to the next
              List<float[]> outputs = new ArrayList<>();
              for (int i = 0; graph.outputs().containsKey("out" + i); i++) {
                float[] output = new float[graph.outputs().get("out" + i).shape().size()];
                plan.output("out" + i).read(output, 0);
                outputs.add(output);
              }
              return new Run(outputs, plan.steps().stream().map(PlanStep::kernel).toList());
            }
          });
    }
  }

  /** Compares, and tells whether tiles were chosen. */
  private static boolean compare(Op op, Shape... inputs) {
    return compare(CHUNKED, op, inputs);
  }

  private static boolean compare(Engine engine, Op op, Shape... inputs) {
    Random random = new Random(op.hashCode());
    float[][] data = new float[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      data[i] = new float[inputs[i].size()];
      for (int j = 0; j < data[i].length; j++) {
        data[i][j] = (float) random.nextGaussian();
      }
    }
    Run actual = run(engine, op, data, inputs);
    Run expected = run(ReferenceEngine.float32(), op, data, inputs);

    for (int i = 0; i < expected.outputs().size(); i++) {
      assertClose(actual.outputs().get(i), expected.outputs().get(i));
    }
    return actual.kernels().stream().anyMatch(name -> name.contains("winograd"));
  }

  private static void assertClose(float[] actual, float[] expected) {
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs((double) actual[i] - expected[i]));
      assertThat(actual[i]).isFinite();
    }
    assertThat(error / largest).isLessThan(TOLERANCE);
  }

  private static boolean forward(Geometry g) {
    Shape[] inputs =
        g.bias
            ? new Shape[] {g.input, g.filter, Shape.of(g.filter.dim(3))}
            : new Shape[] {g.input, g.filter};
    return compare(new Convolution(g.window, 1, g.activation), inputs);
  }

  private static boolean inputGradient(Geometry g) {
    return compare(new ConvolutionInputGradient(g.window, 1, g.input), g.filter, g.output());
  }

  private static boolean filterGradient(Geometry g) {
    return compare(new ConvolutionFilterGradient(g.window, 1, g.bias), g.input, g.output());
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void anyWindow(Geometry g) {
    forward(g);
    inputGradient(g);
    filterGradient(g);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theWindowOfNetworksIsTiled(Geometry g) {
    assertThat(forward(g)).isTrue();
    assertThat(inputGradient(g)).isTrue();
    assertThat(filterGradient(g)).isTrue();
  }

  @Test
  void oneThreadOrMoreThanThereAreChunks() {
    Shape input = Shape.of(5, 12, 12, 32);
    Shape output = Shape.of(5, 12, 12, 32);
    Shape filter = Shape.of(3, 3, 32, 32);
    Window window = Window.of(3, 3).same(12, 12);
    for (int threads : new int[] {1, 4}) {
      try (Engine engine = new OneDnnEngine(Threads.exactly(threads), true)) {
        for (int i = 0; i < 3; i++) {
          assertThat(compare(engine, Convolution.of(window, 1), input, filter)).isTrue();
          assertThat(
                  compare(engine, new ConvolutionInputGradient(window, 1, input), filter, output))
              .isTrue();
          assertThat(compare(engine, new ConvolutionFilterGradient(window, 1, true), input, output))
              .isTrue();
        }
      }
    }
  }
}
