package dev.lamina.layers;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What makes a layer itself, whatever the numbers in which a model lets it compute. Weights belong
 * to it, so a layer that is called twice has one set of them. Not for users: {@code
 * model.layer(name).setTrainable(false)} is how they change it.
 */
public final class LayerIdentity {
  private static final AtomicLong CHANGES = new AtomicLong();

  private volatile boolean trainable;
  private volatile @Nullable String name;

  LayerIdentity(boolean trainable) {
    this.trainable = trainable;
  }

  /** Whether the optimizer is to change the layer's weights, in models that are compiled now. */
  public boolean isTrainable() {
    return trainable;
  }

  /** Changes {@link #isTrainable}; models that are compiled already train as they did. */
  public void setTrainable(boolean trainable) {
    this.trainable = trainable;
    CHANGES.incrementAndGet();
  }

  /** Counts the changes of any layer's {@link #isTrainable}. */
  public static long changes() {
    return CHANGES.get();
  }

  /** The name that a model made for a layer without one; other models then use it too. */
  public @Nullable String madeName() {
    return name;
  }

  /** For people: the name, and whether the layer is trained. */
  @Override
  public String toString() {
    return (name == null ? "a layer" : name) + (trainable ? "" : ", not trained");
  }

  /** Keeps the name that a model made, if it is the first. */
  public synchronized void keepName(String made) {
    if (name == null) {
      name = made;
    }
  }
}
