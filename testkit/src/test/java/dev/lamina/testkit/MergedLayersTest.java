package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Layer;
import dev.lamina.layers.merging.Maximum;
import dev.lamina.layers.merging.Minimum;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.testkit.LayerGraph.Weight;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What golden files cannot hold: ties, which backends treat differently, and what is random. */
class MergedLayersTest {
  private static final GraphRunner RUNNER = new GraphRunner(ReferenceEngine.float32());

  private static void requireGradients(
      Layer layer, float[] a, float[] b, float[] expectedA, float[] expectedB) {
    Shape shape = Shape.of(1, a.length);
    LayerGraph graph = LayerGraph.of(layer, List.of(shape, shape), true);
    float[] ones = new float[a.length];
    Arrays.fill(ones, 1);
    Map<String, float[]> feeds = Map.of("input", a, "input.1", b, LayerGraph.UPSTREAM, ones);
    GraphRunner.Result<float[]> result = RUNNER.run(graph.backward(), feeds, Map.of());
    assertThat(result.output("gradient.input")).containsExactly(expectedA);
    assertThat(result.output("gradient.input.1")).containsExactly(expectedB);
  }

  /** As {@code jax.grad} of {@code jnp.maximum} and {@code jnp.minimum}. */
  @Test
  void equalNumbersShareTheGradient() {
    float[] a = {1, 2, 3, Float.POSITIVE_INFINITY, Float.NaN};
    float[] b = {1, 3, 2, Float.POSITIVE_INFINITY, 1};
    float[] larger = {0.5f, 0, 1, 0.5f, 0};
    float[] smaller = {0.5f, 1, 0, 0.5f, 0};
    requireGradients(new Maximum(), a, b, larger, smaller);
    requireGradients(new Minimum(), a, b, smaller, larger);
  }

  @Test
  void dropoutOfWholeChannels() {
    Shape shape = Shape.of(8, 3, 4, 16);
    LayerGraph graph = LayerGraph.of(new Dropout(0.25).noiseShape(-1, 1, 1, -1), shape, true);
    assertThat(graph.weights()).extracting(Weight::name).isEmpty();
    float[] ones = new float[shape.size()];
    Arrays.fill(ones, 1);
    Map<String, float[]> feeds = new HashMap<>(Map.of("input", ones, LayerGraph.UPSTREAM, ones));
    feeds.put(LayerGraph.STEP, new float[] {1});
    GraphRunner.Result<float[]> result = RUNNER.run(graph.backward(), feeds, Map.of());
    float[] output = result.output(LayerGraph.OUTPUT);
    int dropped = 0;
    for (int sample = 0; sample < 8; sample++) {
      for (int channel = 0; channel < 16; channel++) {
        float first = output[sample * 12 * 16 + channel];
        assertThat(first).isIn(0f, (float) (1 / 0.75));
        dropped += first == 0 ? 1 : 0;
        for (int pixel = 1; pixel < 12; pixel++) {
          assertThat(output[(sample * 12 + pixel) * 16 + channel]).isEqualTo(first);
        }
      }
    }
    // Of 128 choices 32 are expected, give or take 5 (one standard deviation).
    assertThat(dropped).isBetween(12, 52);
    assertThat(result.output("gradient.input")).containsExactly(output);
  }
}
