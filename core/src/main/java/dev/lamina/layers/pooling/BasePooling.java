package dev.lamina.layers.pooling;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.layers.arguments.Sizes;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What pooling layers share: a window that slides over sequences, images or volumes, each channel
 * on its own.
 *
 * @param <L> the layer itself
 */
public abstract class BasePooling<L extends BasePooling<L>> extends FluentLayer<L> {
  private final String className;
  private final int axes;
  private Sizes poolSize;
  private @Nullable Sizes strides;
  private Padding padding = Padding.VALID;

  BasePooling(String className, int axes, int... poolSize) {
    this.className = className;
    this.axes = axes;
    this.poolSize = Sizes.of("poolSize", axes, poolSize);
  }

  /** The op that joins what one window sees. */
  abstract Op op(Window window);

  private L with(Consumer<BasePooling<L>> change) {
    L copy = copy();
    change.accept(copy);
    return copy;
  }

  /**
   * A copy with this window, which is also its stride unless that is set.
   *
   * @param size one number for all axes, or one for each
   */
  public final L poolSize(int... size) {
    return with(copy -> copy.poolSize = Sizes.of("poolSize", axes, size));
  }

  /**
   * A copy that moves its window so far; by the pool size unless set.
   *
   * @param strides one number for all axes, or one for each
   */
  public final L strides(int... strides) {
    return with(copy -> copy.strides = Sizes.of("strides", axes, strides));
  }

  /** A copy with {@code valid} padding, the default, or {@code same}. */
  public final L padding(String padding) {
    return padding(Padding.of(padding));
  }

  /** The same. */
  public final L padding(Padding padding) {
    padding.requireSymmetric();
    return with(copy -> copy.padding = padding);
  }

  /** Such as {@code 2x2 window}. */
  final String windowText() {
    return axes == 1 ? "window of " + poolSize.text() : poolSize.text() + " window";
  }

  private Sizes stridesInForce() {
    return strides == null ? poolSize : strides;
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = padding.window(x.shape(), poolSize, stridesInForce(), Sizes.ones(axes));
    return context.graph().add(op(window), x);
  }

  /** A copy with what a config says. */
  final L withArguments(ConfigReader config) {
    config.only("data_format", "channels_last");
    L sized =
        poolSize(Sizes.argument(config, "pool_size", axes, 2))
            .padding(config.text("padding", "valid"));
    return config.has("strides") ? sized.strides(Sizes.argument(config, "strides", axes)) : sized;
  }

  @Override
  public final Config config() {
    return baseConfig(className)
        .with("pool_size", poolSize.values())
        .with("padding", padding.toString())
        .with("strides", stridesInForce().values())
        .with("data_format", "channels_last");
  }
}
