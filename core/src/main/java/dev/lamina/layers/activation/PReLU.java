package dev.lamina.layers.activation;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.initializers.Zeros;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Samples;
import dev.lamina.layers.arguments.SampleAxes;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code x} where it is positive, and {@code alpha x} elsewhere, with slopes that are learned (He
 * et al., 2015). The shape stays.
 *
 * <p>Weights: {@code alpha}, of the shape of a sample, with size 1 along shared axes.
 *
 * <pre>{@code
 * new PReLU().sharedAxes(1, 2); // one slope for each channel of images
 * }</pre>
 */
public final class PReLU extends FluentLayer<PReLU> {
  private WeightArguments alpha = WeightArguments.of(new Zeros());
  private @Nullable SampleAxes sharedAxes;

  /** A slope for each number of a sample. */
  public PReLU() {}

  /** A copy whose slopes start so; {@code zeros} by default. See {@link Initializers}. */
  public PReLU alphaInitializer(String initializer) {
    return alphaInitializer(Initializers.get(initializer));
  }

  /** The same. */
  public PReLU alphaInitializer(Initializer initializer) {
    PReLU copy = copy();
    copy.alpha = alpha.with(initializer);
    return copy;
  }

  /** A copy with this penalty on the slopes; none by default. See {@link Regularizers#get}. */
  public PReLU alphaRegularizer(String regularizer) {
    return alphaRegularizer(Regularizers.get(regularizer));
  }

  /** The same. */
  public PReLU alphaRegularizer(Regularizer regularizer) {
    PReLU copy = copy();
    copy.alpha = alpha.with(regularizer);
    return copy;
  }

  /** A copy with this constraint on the slopes; none by default. See {@link Constraints#get}. */
  public PReLU alphaConstraint(String constraint) {
    return alphaConstraint(Constraints.get(constraint));
  }

  /** The same. */
  public PReLU alphaConstraint(Constraint constraint) {
    PReLU copy = copy();
    copy.alpha = alpha.with(constraint);
    return copy;
  }

  /** A copy with one slope for all places along these axes, counted with the batch. */
  public PReLU sharedAxes(int... axes) {
    PReLU copy = copy();
    copy.sharedAxes = SampleAxes.of(axes);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    Value x = single(inputs);
    Shape slopes = x.shape();
    if (sharedAxes != null) {
      for (int axis : sharedAxes.values()) {
        slopes = slopes.with(Samples.axis(x.shape(), axis), 1);
      }
    }
    Value weight = alpha.ask(context, "alpha", slopes.sample());
    Value negative = graph.unary(UnaryFunction.RELU, graph.linear(x, -1, 0));
    return graph.minus(
        graph.unary(UnaryFunction.RELU, x),
        graph.times(graph.reshape(weight, slopes.with(0, 1)), negative));
  }

  @Override
  public String purpose() {
    return "Passes positive values and a learned share of negative ones.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static PReLU from(ConfigReader config) {
    PReLU layer = new PReLU();
    layer.alpha = layer.alpha.read(config, "alpha");
    return config.has("shared_axes") ? layer.sharedAxes(config.integers("shared_axes")) : layer;
  }

  @Override
  public Config config() {
    Config config = WeightArguments.write(baseConfig("PReLU"), Map.of("alpha", alpha));
    return WeightArguments.writeConstraints(config, Map.of("alpha", alpha))
        .with("shared_axes", sharedAxes == null ? null : sharedAxes.values());
  }
}
