package dev.lamina.layers.normalization;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.SampleAxes;
import java.util.List;

/**
 * Divides each vector along an axis, or along several together, by its length: {@code x /
 * sqrt(sum(x^2))}. The shape stays; vectors of zeros do too.
 *
 * <pre>{@code
 * new UnitNormalization();
 * }</pre>
 */
public final class UnitNormalization extends FluentLayer<UnitNormalization> {
  /** Keras's bound on what vectors are multiplied with, so as not to divide by 0. */
  private static final double MOST = 1e12;

  private SampleAxes axis = SampleAxes.of(-1);

  /** Along the last axis, the channels. */
  public UnitNormalization() {}

  /** A copy whose vectors lie along these axes, counted with the batch; the last by default. */
  public UnitNormalization axis(int... axes) {
    UnitNormalization copy = copy();
    copy.axis = SampleAxes.of(axes);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    Value x = single(inputs);
    Value squares = graph.unary(UnaryFunction.SQUARE, x);
    Value sum = graph.reduce(ReductionFunction.SUM, squares, axis.in(x.shape()), true);
    Value inverse = graph.add(Unary.of(UnaryFunction.CLIP, -MOST, MOST), Moments.root(graph, sum));
    return graph.times(x, inverse);
  }

  @Override
  public String purpose() {
    return "Brings each vector to length 1, so that only its direction counts.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static UnitNormalization from(ConfigReader config) {
    UnitNormalization layer = new UnitNormalization();
    layer.axis = SampleAxes.argument(config);
    return layer;
  }

  @Override
  public Config config() {
    return baseConfig("UnitNormalization").with("axis", axis.values());
  }
}
