package dev.lamina.layers;

import dev.lamina.ir.Shape;

/**
 * The arguments every layer has, as copying withers that keep the layer's own type. All layers
 * extend this class.
 *
 * <pre>{@code
 * Conv2D first = new Conv2D(32, 3).inputShape(28, 28, 1).named("edges");
 * }</pre>
 *
 * @param <L> the layer itself
 */
public abstract class FluentLayer<L extends FluentLayer<L>> extends Layer {
  /** A copy with this name, which must be unique in its model. */
  public final L named(String name) {
    L copy = copy();
    copy.setName(name);
    return copy;
  }

  /**
   * A copy whose weights the optimizer changes or not. Batch normalization that is not trainable
   * runs in inference mode.
   */
  public final L trainable(boolean trainable) {
    L copy = copy();
    copy.setTrainable(trainable);
    return copy;
  }

  /** A copy that, as a model's first layer, takes samples of this shape (without the batch). */
  public final L inputShape(int... dims) {
    L copy = copy();
    copy.setInputShape(Shape.of(dims));
    return copy;
  }

  /**
   * A copy that computes in these numbers, whatever the model's policy.
   *
   * @param policy {@code float32} or {@code mixed_bfloat16}; see {@link DTypePolicy}
   */
  public final L dtype(String policy) {
    return dtype(DTypePolicy.of(policy));
  }

  public final L dtype(DTypePolicy policy) {
    L copy = copy();
    copy.setDTypePolicy(policy);
    return copy;
  }

  /** A shallow copy, to be changed by a wither before anyone else sees it. */
  @SuppressWarnings("unchecked") // L is this class, by the contract of the type parameter
  protected final L copy() {
    L copy = (L) duplicate();
    copy.renewIdentity();
    return copy;
  }
}
