package dev.lamina.layers;

import dev.lamina.constraints.Constraint;
import dev.lamina.initializers.Initializer;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.regularizers.Regularizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a layer is given when it is called: the graph to add ops to, and its weights. */
public interface CallContext {
  GraphBuilder graph();

  /** Whether the graph is for training; dropout and batch normalization differ. */
  boolean training();

  /**
   * Whether the optimizer changes this layer's weights in this graph, as was decided when the model
   * was compiled. Batch normalization that is not trainable runs in inference mode.
   */
  boolean trainable();

  /**
   * Adds to what training minimizes, and to the loss that is reported.
   *
   * @param loss a scalar, such as a penalty on a layer's output; it counts once a batch
   */
  void addLoss(Value loss);

  /**
   * A weight of this layer that the optimizer changes (unless the layer is not trainable). It is
   * kept in float32, and read in the layer's {@linkplain DTypePolicy#computeDType compute type}, as
   * the inputs are.
   */
  default Value weight(String name, Shape shape, Initializer initializer) {
    return weight(name, shape, initializer, null);
  }

  /**
   * As {@link #weight(String, Shape, Initializer)}, with a penalty on the weight, computed of it in
   * float32 and added to the loss once, however often the layer is called. A layer that is not
   * trainable has none, as in Keras.
   *
   * @param regularizer null for no penalty
   */
  Value weight(
      String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer);

  /** As {@link #weight}, but read in float32 whatever the layer's policy. */
  default Value float32Weight(String name, Shape shape, Initializer initializer) {
    return float32Weight(name, shape, initializer, null);
  }

  /** As {@link #weight(String, Shape, Initializer, Regularizer)}, but read in float32. */
  Value float32Weight(
      String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer);

  /**
   * Lets something hold for a weight after each training step, behind what the optimizer does. A
   * weight that the optimizer leaves alone stays as it is.
   *
   * @param name of a weight that was asked for
   */
  void constrain(String name, Constraint constraint);

  /**
   * A weight of this layer that the optimizer leaves alone, such as a moving average; always
   * float32.
   */
  Value state(String name, Shape shape, Initializer initializer);

  /** Gives a {@link #state} a new value at the end of each training step. */
  void update(Value state, Value newValue);

  /** The number of the training step, INT32, from 1; only where {@link #training()}. */
  Value step();

  /**
   * A number for the randomness of this call, from the layer's own seed or, where that is null,
   * from the model's seed and the layer's path. Each further call of the layer gets another.
   */
  int seed(@Nullable Long layerSeed);

  /**
   * Calls another layer as a part of this one; its weights become this layer's, under the part's
   * name and a slash. So a block of layers is written as one layer.
   *
   * <pre>{@code
   * Value squeezed = context.call("squeeze", new Dense(4).activation("relu"), pooled);
   * }</pre>
   *
   * @param name of the part, unique in this layer
   * @param part trained with this layer, and computing in its numbers, whatever it says itself
   */
  default Value call(String name, Layer part, Value... inputs) {
    return part.call(new PartContext(this, name), List.of(inputs));
  }
}
