package dev.lamina.layers.normalization;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.SampleAxes;
import java.util.List;

/**
 * Gives each sample mean 0 and variance 1 along some axes, then a learned scale and shift (Ba et
 * al., 2016): {@code gamma (x - mean) / sqrt(variance + epsilon) + beta}, keeping the shape. It
 * does the same in training and after it. Computed in float32 under every dtype policy.
 *
 * <p>Weights: {@code gamma}, {@code beta}, of the sizes along the axes.
 *
 * <pre>{@code
 * new LayerNormalization().epsilon(1e-6);
 * }</pre>
 */
public final class LayerNormalization extends BaseNormalization<LayerNormalization> {
  private SampleAxes axis = SampleAxes.of(-1);
  private boolean rmsScaling;

  /** Along the last axis, the channels. */
  public LayerNormalization() {}

  /** A copy that normalizes along these axes, counted with the batch; the last by default. */
  public LayerNormalization axis(int... axes) {
    LayerNormalization copy = copy();
    copy.axis = SampleAxes.of(axes);
    return copy;
  }

  /** A copy that does not subtract the mean, and has no beta, or does, the default. */
  public LayerNormalization rmsScaling(boolean rmsScaling) {
    LayerNormalization copy = copy();
    copy.rmsScaling = rmsScaling;
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    Value input = single(inputs);
    Value x = graph.cast(input, DType.FLOAT32);
    Shape weights = axis.sizes(x.shape());
    Shape broadcast = axis.broadcast(x.shape());
    Moments moments = Moments.of(graph, x, axis.in(x.shape()), epsilon());
    Value normal = graph.times(rmsScaling ? x : moments.centered(), moments.inverse());
    Value scaled = scaled(context, normal, weights, broadcast);
    Value y = rmsScaling ? scaled : shifted(context, scaled, weights, broadcast);
    return graph.cast(y, input.type().dtype());
  }

  @Override
  public String purpose() {
    return "Brings each sample to mean 0 and variance 1, whatever else is in the batch.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static LayerNormalization from(ConfigReader config) {
    LayerNormalization layer =
        new LayerNormalization()
            .rmsScaling(config.flag("rms_scaling", false))
            .withArguments(config);
    layer.axis = SampleAxes.argument(config);
    return layer;
  }

  @Override
  public Config config() {
    Config first = withFlags(baseConfig("LayerNormalization").with("axis", axis.values()));
    return withRegularizers(withInitializers(first.with("rms_scaling", rmsScaling)));
  }
}
