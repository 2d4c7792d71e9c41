package dev.lamina.layers.normalization;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.initializers.Ones;
import dev.lamina.ir.DType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.SampleAxes;
import dev.lamina.layers.arguments.WeightArguments;
import java.util.List;

/**
 * Divides each sample by the root of its mean square along some axes, then scales it by what it
 * learns (Zhang and Sennrich, 2019): {@code scale x / sqrt(mean(x^2) + epsilon)}, keeping the
 * shape.
 *
 * <p>Weights: {@code scale}, of the sizes along the axes.
 *
 * <pre>{@code
 * new RMSNormalization();
 * }</pre>
 */
public final class RMSNormalization extends FluentLayer<RMSNormalization> {
  private SampleAxes axis = SampleAxes.of(-1);
  private double epsilon = 1e-6;

  /** Along the last axis, the channels. */
  public RMSNormalization() {}

  /** A copy that normalizes along these axes, counted with the batch; the last by default. */
  public RMSNormalization axis(int... axes) {
    RMSNormalization copy = copy();
    copy.axis = SampleAxes.of(axes);
    return copy;
  }

  /** A copy that adds this to the mean square, so as not to divide by 0; 1e-6 by default. */
  public RMSNormalization epsilon(double epsilon) {
    RMSNormalization copy = copy();
    copy.epsilon = Arguments.notNegative("epsilon", epsilon);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    Value input = single(inputs);
    Value x = graph.cast(input, DType.FLOAT32);
    Value inverse = Moments.inverseRoot(graph, x, axis.in(x.shape()), epsilon);
    Value scale =
        graph.cast(
            WeightArguments.of(new Ones()).ask(context, "scale", axis.sizes(x.shape())),
            DType.FLOAT32);
    Value y = graph.times(graph.times(x, inverse), graph.reshape(scale, axis.broadcast(x.shape())));
    return graph.cast(y, input.type().dtype());
  }

  @Override
  public String purpose() {
    return "Brings each sample to the same size, and leaves its mean where it is.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static RMSNormalization from(ConfigReader config) {
    RMSNormalization layer = new RMSNormalization().epsilon(config.number("epsilon", 1e-6));
    layer.axis = SampleAxes.argument(config);
    return layer;
  }

  @Override
  public Config config() {
    return baseConfig("RMSNormalization").with("axis", axis.values()).with("epsilon", epsilon);
  }
}
