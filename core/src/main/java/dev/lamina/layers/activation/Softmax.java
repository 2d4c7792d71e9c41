package dev.lamina.layers.activation;

import dev.lamina.activations.Activation;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.LastAxis;
import java.util.List;

/**
 * {@code e^x / sum(e^x)} along an axis: scores become probabilities. The shape stays.
 *
 * <pre>{@code
 * new Softmax();
 * }</pre>
 */
public final class Softmax extends FluentLayer<Softmax> implements Activation {
  private int axis = -1;

  /** A copy that works along this axis, counted with the batch; the last by default. */
  public Softmax axis(int axis) {
    if (axis == 0) {
      throw new IllegalArgumentException(
          "axis must not be 0, the batch; choose -1 for the last axis");
    }
    Softmax copy = copy();
    copy.axis = axis;
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return apply(context.graph(), single(inputs));
  }

  /** As an activation of another layer; a policy of this layer's own holds here too. */
  @Override
  public Value apply(GraphBuilder graph, Value input) {
    Value scores = asOwnType(graph, input);
    return LastAxis.apply(graph, scores, axis, x -> graph.add(new ChannelSoftmax(false), x));
  }

  @Override
  public String purpose() {
    return "Turns scores into probabilities that sum to 1.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Softmax from(ConfigReader config) {
    return new Softmax().axis(LastAxis.argument(config));
  }

  @Override
  public Config config() {
    return baseConfig("Softmax").with("axis", axis);
  }
}
