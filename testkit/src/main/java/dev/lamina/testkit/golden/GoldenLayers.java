package dev.lamina.testkit.golden;

import static dev.lamina.testkit.golden.GoldenContract.GRADIENT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenContract.OUTPUT_TOLERANCE;
import static dev.lamina.testkit.golden.GoldenValues.assertClose;
import static dev.lamina.testkit.golden.GoldenValues.floats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Layer;
import dev.lamina.testkit.LayerGraph;
import dev.lamina.testkit.LayerGraph.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers and activations: shapes, weights, outputs, gradients and updated statistics. */
final class GoldenLayers {
  private final GraphRunner runner;

  GoldenLayers(Engine engine) {
    runner = new GraphRunner(engine);
  }

  void check(GoldenCase golden) {
    Layer layer = GoldenObjects.layer(golden);
    assertThat(GoldenConfig.of(layer.config())).isEqualTo(GoldenConfig.of(golden.config()));
    boolean training = golden.flag("training");
    LayerGraph graph = LayerGraph.of(layer, inputs(golden), training);
    assertThat(graph.weights().stream().map(Weight::name))
        .containsExactlyElementsOf(golden.texts("weights"));
    for (Weight weight : graph.weights()) {
      assertThat(weight.shape())
          .isEqualTo(GoldenValues.shape(golden.array("weight." + weight.name())));
    }
    List<String> trainable =
        graph.weights().stream().filter(Weight::trainable).map(Weight::name).toList();
    assertThat(trainable).isEqualTo(golden.texts("trainable_weights"));
    GraphRunner.Result<float[]> result = run(golden, graph);
    if (golden.arrays().containsKey(LayerGraph.PENALTY)) {
      compare(golden, LayerGraph.PENALTY, result.output(LayerGraph.PENALTY));
    }
    for (String name : trainable) {
      compareGradient(golden, result, name);
    }
    for (Weight weight : graph.weights()) {
      if (!weight.trainable()) {
        compare(golden, "updated." + weight.name(), result.variable(weight.name()));
      }
    }
  }

  void checkActivation(GoldenCase golden) {
    run(golden, LayerGraph.of(GoldenObjects.activation(golden), inputs(golden), false));
  }

  private static List<Shape> inputs(GoldenCase golden) {
    return golden.inputs().stream().map(GoldenValues::shape).toList();
  }

  /** Runs, and compares the output and the gradients of the inputs. */
  private GraphRunner.Result<float[]> run(GoldenCase golden, LayerGraph graph) {
    assertThat(graph.outputShape()).isEqualTo(GoldenValues.shape(golden.array("output")));
    Map<String, float[]> feeds = new HashMap<>();
    for (int i = 0; i < golden.inputs().size(); i++) {
      feeds.put(LayerGraph.input(i), floats(golden.inputs().get(i)));
    }
    feeds.put(LayerGraph.UPSTREAM, floats(golden.array("gradient.output")));
    Map<String, float[]> variables = new HashMap<>();
    for (Weight weight : graph.weights()) {
      variables.put(weight.name(), floats(golden.array("weight." + weight.name())));
    }
    GraphRunner.Result<float[]> result = runner.run(graph.backward(), feeds, variables);
    compare(golden, "output", result.output(LayerGraph.OUTPUT));
    for (int i = 0; i < golden.inputs().size(); i++) {
      compareGradient(golden, result, LayerGraph.input(i));
    }
    return result;
  }

  private static void compare(GoldenCase golden, String array, float[] received) {
    assertClose(array, received, floats(golden.array(array)), OUTPUT_TOLERANCE);
  }

  private static void compareGradient(
      GoldenCase golden, GraphRunner.Result<float[]> result, String name) {
    String gradient = LayerGraph.GRADIENT + name;
    assertClose(
        gradient, result.output(gradient), floats(golden.array(gradient)), GRADIENT_TOLERANCE);
  }
}
