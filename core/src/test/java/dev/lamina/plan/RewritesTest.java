package dev.lamina.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.autodiff.Gradients;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each rewrite is made where it should be, and changes no bit of outputs and gradients. */
class RewritesTest {
  private final GraphBuilder g = new GraphBuilder();
  private final Value x = g.input("x", TensorType.of(3, 7, 6, 2));
  private final Value filter = g.variable("filter", TensorType.of(3, 3, 2, 4));
  private final Value bias = g.variable("bias", TensorType.of(4));
  private final Value conv = g.add(Convolution.of(Window.of(3, 3).same(7, 6), 1), x, filter, bias);

  private Value relu(Value value) {
    return g.add(Unary.of(UnaryFunction.RELU, 0, 0), value);
  }

  private Value pool(Value value) {
    return g.add(new MaxPooling(Window.of(3, 2).strides(2, 2).same(7, 6)), value);
  }

  @Test
  void activationsAreFusedIntoConvolutions() {
    g.output("y", relu(conv));
    Graph fused = sameBits(g.build(), new FuseActivation());
    assertThat(fused.nodes()).hasSize(1);
    assertThat(((Convolution) fused.nodes().get(0).op()).activation().function())
        .isEqualTo(UnaryFunction.RELU);
  }

  @Test
  void activationsWhoseInputBackwardNeedsAreNotFused() {
    Value y = g.unary(UnaryFunction.SILU, conv);
    g.output("y", y);
    Value upstream = g.input("dy", y.type());
    g.output("dfilter", gradientOf(Map.of(y, upstream)));
    Graph fused = sameBits(g.build(), new FuseActivation());
    assertThat(fused.nodes()).extracting(Node::op).contains(Unary.of(UnaryFunction.SILU));
  }

  private Value gradientOf(Map<Value, Value> upstream) {
    Value gradient = Gradients.of(g, upstream, List.of(filter)).get(filter);
    assertThat(gradient).isNotNull();
    return gradient;
  }

  @Test
  void whatSomethingElseReadsIsNotFused() {
    g.output("conv", conv);
    g.output("y", relu(conv));
    assertThat(sameBits(g.build(), new FuseActivation()).nodes()).hasSize(2);
  }

  @Test
  void reluGoesBehindMaxPooling() {
    g.output("y", pool(relu(conv)));
    Graph moved = sameBits(g.build(), new PoolBeforeRelu());
    assertThat(moved.nodes().get(1).op()).isInstanceOf(MaxPooling.class);
    assertThat(moved.nodes().get(2).op()).isInstanceOf(Unary.class);
  }

  @Test
  void reluBehindMaxPoolingGivesTheSameGradients() {
    Value y = pool(relu(conv));
    g.output("y", y);
    Graph plain = g.build();
    Graph moved = new PoolBeforeRelu().apply(plain);
    assertThat(moved).isNotEqualTo(plain);
    Map<String, float[]> expected = run(withGradient(plain));
    Map<String, float[]> actual = run(withGradient(moved));
    // A gradient of minus zero may become zero: adding either to anything gives the same.
    assertThat(actual.get("dfilter")).containsExactly(expected.get("dfilter"));
  }

  private Graph withGradient(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph);
    Value y = builder.outputOf("y");
    Value upstream = builder.input("dy", y.type());
    Value gradient = Gradients.of(builder, Map.of(y, upstream), List.of(filter)).get(filter);
    assertThat(gradient).isNotNull();
    builder.output("dfilter", gradient);
    return builder.build();
  }

  @Test
  void activationsAreFusedIntoMaxPooling() {
    g.output("y", relu(pool(conv)));
    Graph fused = sameBits(g.build(), new FuseActivation());
    assertThat(fused.nodes()).hasSize(2);
    assertThat(((MaxPooling) fused.nodes().get(1).op()).activation().function())
        .isEqualTo(UnaryFunction.RELU);
  }

  @Test
  void reluIsFusedIntoBatchNormalization() {
    g.output("y", relu(normalized(conv)));
    Graph fused = sameBits(g.build(), new FuseNormRelu());
    assertThat(fused.nodes()).hasSize(2);
    assertThat(((BatchNormTraining) fused.nodes().get(1).op()).relu()).isTrue();
  }

  @Test
  void reluFusedIntoBatchNormalizationGivesTheSameGradients() {
    g.output("y", relu(normalized(conv)));
    Graph plain = g.build();
    Map<String, float[]> expected = run(withGradient(plain));
    Map<String, float[]> actual = run(withGradient(new FuseNormRelu().apply(plain)));
    assertThat(actual.get("dfilter")).containsExactly(expected.get("dfilter"));
  }

  @Test
  void otherActivationsAreNotFusedIntoBatchNormalization() {
    g.output("y", g.unary(UnaryFunction.TANH, normalized(conv)));
    Graph graph = g.build();
    assertThat(new FuseNormRelu().apply(graph)).isEqualTo(graph);
  }

  private Value normalized(Value value) {
    Value gamma = g.variable("gamma", TensorType.of(4));
    Value beta = g.variable("beta", TensorType.of(4));
    return g.addAll(new BatchNormTraining(1e-3, true, true), List.of(value, gamma, beta)).get(0);
  }

  @Test
  void batchNormalizationIsFoldedIntoConvolutions() {
    g.output("y", relu(inference(conv, true, true)));
    g.output("other", inference(unbiased(), false, false));
    Graph folded = nearlySame(g.build());
    assertThat(folded.nodes()).extracting(Node::op).noneMatch(BatchNormInference.class::isInstance);
  }

  @Test
  void batchNormalizationIsFoldedIntoFiltersOfAnotherShapeAndType() {
    Value kernel = g.variable("kernel", TensorType.of(3, 3, 2, 2));
    Convolution op = Convolution.of(Window.of(3, 3).same(7, 6), 2);
    Shape filters = Shape.of(3, 3, 1, 4);
    g.output("y", inference(g.add(op, x, g.reshape(kernel, filters)), true, true));
    Graph folded = nearlySame(g.build());
    assertThat(folded.nodes()).extracting(Node::op).noneMatch(BatchNormInference.class::isInstance);
  }

  /** The filter that is folded has not been rounded before. */
  @Test
  void whatIsFoldedIsReadFromBeforeTheCast() {
    Value kernel = g.variable("kernel", TensorType.of(3, 3, 2, 2));
    Value filter16 = g.reshape(g.cast(kernel, DType.BFLOAT16), Shape.of(3, 3, 1, 4));
    Convolution op = Convolution.of(Window.of(3, 3).same(7, 6), 2);
    g.output("y", inference(g.add(op, g.cast(x, DType.BFLOAT16), filter16), true, true));
    Graph folded = new FoldBatchNorm().apply(g.build()).withoutDeadNodes();
    GraphVerifier.verify(folded);
    assertThat(folded.nodes()).extracting(Node::op).noneMatch(BatchNormInference.class::isInstance);
    assertThat(folded.nodes())
        .filteredOn(node -> node.op() instanceof Cast)
        .noneMatch(node -> node.inputs().contains(kernel));
  }

  @Test
  void batchNormalizationIsFoldedIntoDenseProducts() {
    Value weights = g.variable("weights", TensorType.of(7 * 6 * 2, 4));
    Value flat = g.reshape(x, Shape.of(3, 7 * 6 * 2));
    g.output("y", inference(g.add(InnerProduct.PLAIN, flat, weights), true, false));
    Graph folded = nearlySame(g.build());
    assertThat(folded.nodes()).extracting(Node::op).noneMatch(BatchNormInference.class::isInstance);
  }

  @Test
  void batchNormalizationBehindOtherThingsOrOfStatisticsThatChangeIsNotFolded() {
    g.output("activated", inference(relu(conv), true, true));
    Value unfolded = unbiased();
    Value mean = g.variable("changing", TensorType.of(4));
    g.update(mean, g.linear(mean, 0.5, 0));
    Value variance = g.fill(Shape.of(4), 1);
    g.output("y", g.add(new BatchNormInference(1e-3, false, false), unfolded, mean, variance));
    Graph graph = g.build();
    assertThat(new FoldBatchNorm().apply(graph)).isEqualTo(graph);
  }

  private Value unbiased() {
    return g.add(Convolution.of(Window.of(3, 3).same(7, 6), 1), x, filter);
  }

  private Value inference(Value value, boolean scale, boolean center) {
    String prefix = "norm" + g.nodes().size();
    List<Value> operands = new ArrayList<>(List.of(value));
    operands.add(g.variable(prefix + "/mean", TensorType.of(4)));
    operands.add(g.variable(prefix + "/positive", TensorType.of(4)));
    if (scale) {
      operands.add(g.variable(prefix + "/gamma", TensorType.of(4)));
    }
    if (center) {
      operands.add(g.variable(prefix + "/beta", TensorType.of(4)));
    }
    return g.addAll(new BatchNormInference(1e-3, scale, center), operands).get(0);
  }

  private static Graph nearlySame(Graph graph) {
    Graph folded = GraphVerifier.verify(new FoldBatchNorm().apply(graph));
    Map<String, float[]> expected = run(graph);
    run(folded)
        .forEach(
            (name, values) ->
                assertThat(values)
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(expected.get(name)));
    return folded;
  }

  @Test
  void leakyReluStays() {
    g.output("y", pool(g.add(Unary.of(UnaryFunction.RELU, 0.1, 0), conv)));
    Graph graph = g.build();
    assertThat(new PoolBeforeRelu().apply(graph)).isEqualTo(graph);
  }

  @Test
  void denseReadsImagesUnflattened() {
    Value weights = g.variable("weights", TensorType.of(7 * 6 * 4, 5));
    Value flat = g.reshape(conv, Shape.of(3, 7 * 6 * 4));
    g.output("y", g.add(InnerProduct.PLAIN, flat, weights));
    Graph direct = sameBits(g.build(), new DenseOverImage());
    assertThat(direct.nodes()).extracting(Node::op).noneMatch(Reshaping.class::isInstance);
  }

  private static Graph sameBits(Graph graph, Rewrite rewrite) {
    Graph rewritten = GraphVerifier.verify(rewrite.apply(graph));
    Map<String, float[]> expected = run(graph);
    run(rewritten)
        .forEach((name, values) -> assertThat(values).containsExactly(expected.get(name)));
    return rewritten;
  }

  /** Runs on the reference engine, on seeded inputs with zeros and ties among them. */
  private static Map<String, float[]> run(Graph graph) {
    try (ReferenceEngine engine = ReferenceEngine.float32();
        Variables variables = new Variables(engine)) {
      SplittableRandom random = new SplittableRandom(5);
      for (Value variable : graph.variables()) {
        float[] values = values(variable, random);
        if (variable.name().endsWith("/positive")) {
          for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * values[i] + 0.25f;
          }
        }
        variables.define(variable.name(), variable.type(), values);
      }
      try (Plan plan = Planner.plan(graph, variables)) {
        for (Value input : graph.inputs()) {
          plan.input(input.name()).write(values(input, random), 0);
        }
        plan.run();
        Map<String, float[]> outputs = new TreeMap<>();
        graph
            .outputs()
            .forEach(
                (name, value) -> {
                  float[] result = new float[value.shape().size()];
                  plan.output(name).read(result, 0);
                  outputs.put(name, result);
                });
        return outputs;
      }
    }
  }

  private static float[] values(Value value, SplittableRandom random) {
    float[] values = new float[value.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-3, 4) / 2f;
    }
    return values;
  }
}
