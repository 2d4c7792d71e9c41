package dev.lamina.layers.activation;

import dev.lamina.activations.Activation;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rectified linear unit: {@code x} from {@code threshold} up to {@code maxValue}, {@code
 * maxValue} above, {@code negativeSlope (x - threshold)} below. The shape stays. Other layers take
 * it as their activation too.
 *
 * <pre>{@code
 * new ReLU().maxValue(6);
 * new Conv2D(32, 3).activation(new ReLU().maxValue(6));
 * }</pre>
 */
public final class ReLU extends FluentLayer<ReLU> implements Activation {
  private @Nullable Double maxValue;
  private double negativeSlope;
  private double threshold;

  /** A copy that cuts values off here; by default nowhere. */
  public ReLU maxValue(double maxValue) {
    ReLU copy = copy();
    copy.maxValue = Arguments.notNegative("maxValue", maxValue);
    return copy;
  }

  /** A copy with this slope below the threshold; 0 by default. */
  public ReLU negativeSlope(double negativeSlope) {
    ReLU copy = copy();
    copy.negativeSlope = Arguments.notNegative("negativeSlope", negativeSlope);
    return copy;
  }

  /** A copy with this threshold; 0 by default. */
  public ReLU threshold(double threshold) {
    ReLU copy = copy();
    copy.threshold = Arguments.notNegative("threshold", threshold);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return apply(context.graph(), single(inputs));
  }

  /** As an activation of another layer; a policy of this layer's own holds here too. */
  @Override
  public Value apply(GraphBuilder graph, Value input) {
    Value x = asOwnType(graph, input);
    if (threshold == 0 && maxValue == null) {
      return graph.add(Unary.of(UnaryFunction.RELU, negativeSlope, 0), x);
    }
    Value y =
        threshold == 0
            ? graph.unary(UnaryFunction.RELU, x)
            : graph.times(x, graph.binary(BinaryFunction.GREATER, x, limit(graph, x)));
    if (maxValue != null) {
      y = graph.add(Unary.of(UnaryFunction.CLIP, 0, maxValue), y);
    }
    if (negativeSlope != 0) {
      Value below = graph.unary(UnaryFunction.RELU, graph.linear(x, -1, threshold));
      y = graph.minus(y, graph.linear(below, negativeSlope, 0));
    }
    return y;
  }

  private Value limit(GraphBuilder graph, Value x) {
    return graph.cast(graph.scalar(threshold), x.type().dtype());
  }

  @Override
  public String purpose() {
    return "Passes positive values and holds back the others.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static ReLU from(ConfigReader config) {
    ReLU relu =
        new ReLU()
            .negativeSlope(config.number("negative_slope", 0))
            .threshold(config.number("threshold", 0));
    return config.has("max_value") ? relu.maxValue(config.number("max_value")) : relu;
  }

  @Override
  public Config config() {
    return baseConfig("ReLU")
        .with("max_value", maxValue)
        .with("negative_slope", negativeSlope)
        .with("threshold", threshold);
  }
}
