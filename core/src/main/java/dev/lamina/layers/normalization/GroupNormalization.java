package dev.lamina.layers.normalization;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.Samples;
import dev.lamina.layers.arguments.SampleAxes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts each sample's channels into groups, gives each group mean 0 and variance 1, then each
 * channel a learned scale and shift (Wu and He, 2018). The shape stays. It does the same in
 * training and after it, whatever the batch. Computed in float32 under every dtype policy.
 *
 * <p>Weights: {@code gamma}, {@code beta}, one number for each channel.
 *
 * <pre>{@code
 * new GroupNormalization(8);
 * new GroupNormalization(-1); // each channel by itself: instance normalization
 * }</pre>
 */
public final class GroupNormalization extends BaseNormalization<GroupNormalization> {
  private final int groups;
  private int axis = -1;

  /** 32 groups. */
  public GroupNormalization() {
    this(32);
  }

  /**
   * So many groups.
   *
   * @param groups a divisor of the number of channels; -1 is one for each channel
   */
  public GroupNormalization(int groups) {
    if (groups < 1 && groups != -1) {
      throw new IllegalArgumentException(
          "groups must be >= 1, or -1 for one each channel, received " + groups);
    }
    this.groups = groups;
  }

  /** A copy whose channels are along this axis, counted with the batch; the last by default. */
  public GroupNormalization axis(int axis) {
    GroupNormalization copy = copy();
    copy.axis = SampleAxes.of(axis).values().get(0);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    Value x = single(inputs);
    int index = Samples.axis(x.shape(), axis);
    int channels = x.shape().dim(index);
    int count = groups == -1 ? channels : groups;
    if (channels % count != 0) {
      throw new ShapeException(
          "groups=%d must divide the number of channels, received %d (input %s)"
              .formatted(groups, channels, x.shape()));
    }
    Shape grouped = grouped(x.shape(), index, count);
    Value parts = graph.reshape(graph.cast(x, DType.FLOAT32), grouped);
    List<Integer> axes =
        IntStream.range(1, grouped.rank()).filter(i -> i != index).boxed().toList();
    Moments moments = Moments.of(graph, parts, axes, epsilon());
    Value normal = graph.times(moments.centered(), moments.inverse());
    int[] ones = new int[grouped.rank()];
    Arrays.fill(ones, 1);
    Shape broadcast = Shape.of(ones).with(index, count).with(index + 1, channels / count);
    Shape weights = Shape.of(channels);
    Value scaled = scaled(context, normal, weights, broadcast);
    Value y = shifted(context, scaled, weights, broadcast);
    return graph.cast(graph.reshape(y, x.shape()), x.type().dtype());
  }

  /** With the groups as an axis before the channels of each. */
  private static Shape grouped(Shape batch, int axis, int groups) {
    int[] dims = new int[batch.rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          i == axis
              ? groups
              : i == axis + 1 ? batch.dim(axis) / groups : batch.dim(i < axis ? i : i - 1);
    }
    return Shape.of(dims);
  }

  @Override
  public String purpose() {
    return "Brings groups of channels to mean 0 and variance 1 in each sample on its own.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GroupNormalization from(ConfigReader config) {
    return new GroupNormalization(config.integer("groups", 32))
        .axis(config.integer("axis", -1))
        .withArguments(config);
  }

  @Override
  public Config config() {
    Config first =
        withFlags(baseConfig("GroupNormalization").with("groups", groups).with("axis", axis));
    return withRegularizers(withInitializers(first));
  }
}
