package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Layer;
import dev.lamina.layers.registry.Layers;
import dev.lamina.testkit.LayerGraph.Weight;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every layer must pass, yours too: sound graphs for every batch size, weights that do not
 * depend on it, immutability, a config that tells all arguments, and gradients that agree with
 * differences of the output.
 *
 * <pre>{@code
 * class ScaleTest extends LayerContract {
 *   @Override
 *   protected Layer layer() {
 *     return new Scale();
 *   }
 *
 *   @Override
 *   protected List<Shape> samples() {
 *     return List.of(Shape.of(3), Shape.of(5, 7, 2));
 *   }
 * }
 * }</pre>
 */
public abstract class LayerContract {
  private static final int[] BATCHES = {1, 3};

  /** The layer, always the same, with at least one argument that is not the default. */
  protected abstract Layer layer();

  /**
   * Shapes of one sample that the layer takes; odd and uneven sizes find the most. A layer of
   * several inputs has {@link #inputs} instead.
   */
  protected List<Shape> samples() {
    throw new IllegalStateException(
        "no samples; override samples(), or inputs() for a layer of several inputs");
  }

  /** For layers of several inputs: lists of the shapes of one sample of each. */
  protected List<List<Shape>> inputs() {
    return samples().stream().map(List::of).toList();
  }

  private static List<Shape> batched(List<Shape> samples, int batch) {
    return samples.stream().map(sample -> sample.batched(batch)).toList();
  }

  /**
   * The layer on which withers are tried, for layers whose arguments rule out values of others; by
   * default {@link #layer}.
   */
  protected Layer unrestricted() {
    return layer();
  }

  /** Values for the layer's withers, beside those that the contract tries. */
  protected List<Object> arguments() {
    return List.of();
  }

  @Test
  final void graphsAreSoundAndKeepTheBatch() {
    for (List<Shape> sample : inputs()) {
      for (boolean training : new boolean[] {true, false}) {
        Shape one = LayerGraph.of(layer(), batched(sample, 1), training).outputShape();
        for (int batch : BATCHES) {
          LayerGraph called = LayerGraph.of(layer(), batched(sample, batch), training);
          GraphVerifier.verify(called.forward());
          GraphVerifier.verify(called.backward());
          assertThat(called.outputShape()).isEqualTo(one.with(0, batch));
        }
      }
    }
  }

  @Test
  final void weightsDependOnNeitherBatchNorMode() {
    for (List<Shape> sample : inputs()) {
      List<String> expected = weights(LayerGraph.of(layer(), batched(sample, 1), true));
      for (int batch : BATCHES) {
        assertThat(weights(LayerGraph.of(layer(), batched(sample, batch), true)))
            .isEqualTo(expected);
        assertThat(weights(LayerGraph.of(layer(), batched(sample, batch), false)))
            .isEqualTo(expected);
      }
    }
  }

  private static List<String> weights(LayerGraph called) {
    return called.weights().stream()
        .map(
            weight ->
                "%s %s %s".formatted(weight.name(), weight.shape(), weight.initializer().config()))
        .toList();
  }

  @Test
  final void firstValuesOfWeightsAreFinite() {
    for (List<Shape> sample : inputs()) {
      for (Weight weight : LayerGraph.of(layer(), batched(sample, 1), true).weights()) {
        float[] values = weight.initializer().values(weight.shape(), new Random(1));
        assertThat(values).hasSize(weight.shape().size());
        for (float value : values) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  @Test
  final void callingTwiceGivesTheSameGraph() {
    Layer layer = layer();
    for (List<Shape> sample : inputs()) {
      assertThat(LayerGraph.of(layer, batched(sample, 2), true).forward().toString())
          .isEqualTo(LayerGraph.of(layer, batched(sample, 2), true).forward().toString());
    }
  }

  @Test
  final void saysWhatItIsAndWhatItIsFor() {
    assertThat(layer().config().className()).isNotBlank();
    assertThat(layer().config()).isEqualTo(layer().config());
    assertThat(layer().purpose()).endsWith(".");
  }

  /** Tries values on each wither until one makes a difference that config or the layer tells. */
  @Test
  final void withersChangeACopyOnlyAndConfigTellsAndRestoresIt()
      throws ReflectiveOperationException {
    for (Method wither : unrestricted().getClass().getMethods()) {
      boolean isWither =
          Layer.class.isAssignableFrom(wither.getReturnType())
              && wither.getParameterCount() > 0
              && !Modifier.isStatic(wither.getModifiers())
              && !wither.isBridge();
      if (isWither) {
        Layer copy = changedCopy(wither);
        assertThat(copy).as("some argument of %s is told", wither).isNotNull();
        requireSameFromConfig(Objects.requireNonNull(copy));
      }
    }
  }

  private @Nullable Layer changedCopy(Method wither) throws ReflectiveOperationException {
    for (Object[] values : LayerArguments.of(wither, arguments())) {
      Layer original = unrestricted();
      Layer copy = LayerArguments.invoke(wither, original, values);
      assertThat(told(original))
          .as("the original after %s", wither)
          .isEqualTo(told(unrestricted()));
      if (copy != null && !told(copy).equals(told(original))) {
        assertThat(copy).isNotSameAs(original).hasSameClassAs(original);
        return copy;
      }
    }
    return null;
  }

  /** What a file would hold of a built-in layer must make the same layer again. */
  private static void requireSameFromConfig(Layer layer) {
    Config config = layer.config();
    if (Layers.isBuiltIn(config.className())) {
      Layer again = Layers.from(new ConfigReader(config, CustomObjects.none()));
      assertThat(again.config()).isEqualTo(config);
    }
  }

  private static String told(Layer layer) {
    return "%s %s %s %s %s"
        .formatted(
            layer.config(),
            layer.name(),
            layer.isTrainable(),
            layer.inputShape(),
            layer.dtypePolicy());
  }

  @Test
  final void gradientsAgreeWithDifferences() {
    for (List<Shape> sample : inputs()) {
      LayerGradientCheck.requireEqual(layer(), batched(sample, 2), true);
      LayerGradientCheck.requireEqual(layer(), batched(sample, 2), false);
    }
  }
}
