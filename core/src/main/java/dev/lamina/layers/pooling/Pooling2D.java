package dev.lamina.layers.pooling;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.layers.arguments.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pooling layers share: a window that slides over images, {@code (N, H, W, C) -> (N, H', W',
 * C)}, each channel on its own.
 *
 * @param <L> the layer itself
 */
public abstract sealed class Pooling2D<L extends Pooling2D<L>> extends FluentLayer<L>
    permits MaxPool2D, AveragePooling2D {
  private Pair poolSize;
  private @Nullable Pair strides;
  private Padding padding = Padding.VALID;

  Pooling2D(int poolH, int poolW) {
    poolSize = Pair.of("poolSize", poolH, poolW);
  }

  /** The op that joins what one window sees. */
  abstract Op op(Window window);

  /** A copy with this window, which is also its stride unless that is set. */
  public final L poolSize(int size) {
    return poolSize(size, size);
  }

  public final L poolSize(int height, int width) {
    L copy = copy();
    copy.setPoolSize(Pair.of("poolSize", height, width));
    return copy;
  }

  /** A copy that moves its window by {@code stride} rows and columns; the pool size by default. */
  public final L strides(int stride) {
    return strides(stride, stride);
  }

  public final L strides(int height, int width) {
    L copy = copy();
    copy.setStrides(Pair.of("strides", height, width));
    return copy;
  }

  /** A copy with {@code valid} padding, the default, or {@code same}. */
  public final L padding(String padding) {
    return padding(Padding.of(padding));
  }

  public final L padding(Padding padding) {
    L copy = copy();
    copy.setPadding(padding);
    return copy;
  }

  // A private field of this class is out of reach through the type variable L.
  final void setPoolSize(Pair poolSize) {
    this.poolSize = poolSize;
  }

  final void setStrides(Pair strides) {
    this.strides = strides;
  }

  final void setPadding(Padding padding) {
    this.padding = padding;
  }

  final Pair poolSize() {
    return poolSize;
  }

  private Pair stridesInForce() {
    return strides == null ? poolSize : strides;
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = padding.window(x.shape(), poolSize, stridesInForce(), Pair.ONE);
    return context.graph().add(op(window), x);
  }

  /** A copy with what a config says. */
  final L withArguments(ConfigReader config) {
    config.only("data_format", "channels_last");
    int[] size = config.pair("pool_size", 2);
    L sized = poolSize(size[0], size[1]).padding(config.text("padding", "valid"));
    if (!config.has("strides")) {
      return sized;
    }
    int[] strides = config.pair("strides");
    return sized.strides(strides[0], strides[1]);
  }

  final Config poolingConfig(String className) {
    return baseConfig(className)
        .with("pool_size", poolSize.toList())
        .with("padding", padding.toString())
        .with("strides", stridesInForce().toList())
        .with("data_format", "channels_last");
  }
}
