package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference engine does with NaN, infinities and -0 what Keras does on JAX. */
class SpecialValuesTest {
  /** Made by {@code tools/keras-golden/make_special_values.py}. */
  private static final String TABLE = "special-values.txt";

  /** A line of the table. */
  private record Case(String op, float[] numbers, float[] expected) {
    static Case of(String line) {
      String[] parts = line.split(" \\| ", -1);
      return new Case(parts[0], floats(parts[1]), floats(parts[2]));
    }

    private static float[] floats(String text) {
      String[] words = text.split(" ", -1);
      float[] values = new float[words.length];
      for (int i = 0; i < words.length; i++) {
        values[i] = Float.parseFloat(words[i]);
      }
      return values;
    }

    String function() {
      return op.split(" ", -1)[0];
    }

    double argument(int index) {
      String[] words = op.split(" ", -1);
      return index + 1 < words.length ? Double.parseDouble(words[index + 1]) : 0;
    }

    @Override
    public String toString() {
      return op + " of " + Arrays.toString(numbers);
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = SpecialValuesTest.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Case::of);
    }
  }

  @Test
  void theTableHoldsEveryFunctionThatChooses() throws IOException {
    List<String> ops = cases().map(Case::function).distinct().toList();
    assertThat(ops)
        .contains("RELU", "CLIP", "MAXIMUM", "GREATER", "SOFTMAX", "MAX", "ARG_MAX", "MAX_POOL");
    assertThat(cases()).hasSizeGreaterThan(500);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatKerasGives(Case each) {
    GraphBuilder graph = new GraphBuilder();
    Map<String, float[]> feeds = new LinkedHashMap<>();
    graph.output("y", result(graph, each, feeds));

    float[] y =
        new GraphRunner(ReferenceEngine.float32()).run(graph.build(), feeds, Map.of()).output("y");

    assertThat(y).hasSameSizeAs(each.expected());
    for (int i = 0; i < y.length; i++) {
      if (Float.isFinite(each.expected()[i])) {
        double size = Math.max(1, Math.abs(each.expected()[i]));
        assertThat((double) y[i]).isCloseTo(each.expected()[i], within(1e-6 * size));
      } else {
        assertThat(Float.toString(y[i])).isEqualTo(Float.toString(each.expected()[i]));
      }
    }
  }

  private static Value result(GraphBuilder graph, Case each, Map<String, float[]> feeds) {
    int count = each.numbers().length;
    switch (each.function()) {
      case "SOFTMAX", "LOG_SOFTMAX":
        return graph.add(
            new ChannelSoftmax(each.function().startsWith("LOG")),
            input(graph, each, feeds, 1, count));
      case "MAX", "SUM":
        return graph.reduceAll(
            ReductionFunction.valueOf(each.function()), input(graph, each, feeds, count));
      case "ARG_MAX":
        return graph.add(new ArgMax(), input(graph, each, feeds, count));
      case "MAX_POOL":
        return graph
            .addAll(
                new MaxPooling(Window.of(1, count)),
                List.of(input(graph, each, feeds, 1, 1, count, 1)))
            .get(0);
      case "AVERAGE_POOL":
        return graph.add(
            new AveragePooling(Window.of(1, count)), input(graph, each, feeds, 1, 1, count, 1));
      case "IN_TOP_1":
        feeds.put("label", new float[] {(float) each.argument(0)});
        return graph.add(
            new InTopK(1),
            input(graph, each, feeds, 1, count),
            graph.input("label", TensorType.of(1)));
      default:
        return elementwise(graph, each, feeds);
    }
  }

  private static Value elementwise(GraphBuilder graph, Case each, Map<String, float[]> feeds) {
    if (each.numbers().length == 2) {
      List<Value> operands = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        feeds.put("x" + i, new float[] {each.numbers()[i]});
        operands.add(graph.input("x" + i, TensorType.of(1)));
      }
      return graph.binary(
          BinaryFunction.valueOf(each.function()), operands.get(0), operands.get(1));
    }
    UnaryFunction function = UnaryFunction.valueOf(each.function());
    Unary op = Unary.of(function, each.argument(0), each.argument(1));
    return graph.add(op, input(graph, each, feeds, 1));
  }

  private static Value input(
      GraphBuilder graph, Case each, Map<String, float[]> feeds, int... dims) {
    feeds.put("x", each.numbers());
    return graph.input("x", TensorType.of(Shape.of(dims)));
  }
}
