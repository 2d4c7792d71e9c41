package dev.lamina.layers;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Configurable;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A specification of what to do to tensors, with neither weights nor state: those live in the
 * model. Layers are immutable; what looks like a setter returns a changed copy.
 *
 * <p>A layer of your own is written as the built-in ones are:
 *
 * <pre>{@code
 * final class Scale extends FluentLayer<Scale> {
 *   @Override
 *   public Value call(CallContext context, List<Value> inputs) {
 *     Value x = inputs.get(0);
 *     Value factor = context.weight("factor", Shape.of(x.shape().dim(-1)), Initializers.ones());
 *     return context.graph().times(x, factor);
 *   }
 *
 *   static Scale from(ConfigReader config) {
 *     return new Scale();
 *   }
 *
 *   @Override
 *   public Config config() {
 *     return baseConfig("Scale");
 *   }
 * }
 * }</pre>
 *
 * <p>{@code from} reads what {@code config} wrote, apart from the arguments that all layers have. A
 * file is loaded with {@code CustomObjects.none().with("Scale", Scale::from)}.
 */
public abstract class Layer implements Configurable, Cloneable {
  private @Nullable String name;
  private LayerIdentity identity = new LayerIdentity(true);
  private @Nullable Shape inputShape;
  private @Nullable DTypePolicy dtypePolicy;
  private Map<String, Object> leftOut = Map.of();

  /**
   * Adds this layer's ops to the context's graph.
   *
   * @param inputs batched tensors; one for all layers but merging ones
   * @throws dev.lamina.ShapeException if the inputs do not fit; the model adds the layer's path
   */
  public abstract Value call(CallContext context, List<Value> inputs);

  /** The class name and arguments with which Keras would write this layer. */
  @Override
  public abstract Config config();

  /**
   * One sentence on what the layer is for, for people who learn; empty if the layer does not say.
   */
  public String purpose() {
    return "";
  }

  /** The name given, or null: the model then makes one of the class, such as {@code conv2d_1}. */
  public final @Nullable String name() {
    return name;
  }

  /** Whether the optimizer changes this layer's weights; true by default. */
  public final boolean isTrainable() {
    return identity.isTrainable();
  }

  /**
   * What makes this object a layer of its own. A layer that is called twice, in one model or in
   * two, has one set of weights; a copy that a wither made has its own.
   */
  public final LayerIdentity identity() {
    return identity;
  }

  /**
   * Calls this layer on tensors of a model that is being built. Called again on others it uses the
   * same weights.
   *
   * <pre>{@code
   * SymbolicTensor image = Input.of(32, 32, 3);
   * SymbolicTensor edges = new Conv2D(16, 3).padding("same").apply(image);
   * }</pre>
   *
   * @param inputs one for all layers but merging ones
   * @throws dev.lamina.ShapeException if the layer does not fit their shapes
   */
  public final SymbolicTensor apply(SymbolicTensor... inputs) {
    return apply(List.of(inputs));
  }

  /** As {@link #apply(SymbolicTensor...)}. */
  public final SymbolicTensor apply(List<SymbolicTensor> inputs) {
    return call(inputs, false);
  }

  /**
   * As {@link #apply(SymbolicTensor...)}, in a call that does in training what it does otherwise:
   * dropout drops nothing, batch normalization uses its moving averages. Keras's {@code
   * training=False}.
   */
  public final SymbolicTensor applyForInference(SymbolicTensor... inputs) {
    return call(List.of(inputs), true);
  }

  private SymbolicTensor call(List<SymbolicTensor> inputs, boolean inference) {
    try {
      return new Call(this, inputs, inference).outputs().get(0);
    } catch (ShapeException e) {
      throw e.at(name == null ? config().className() : name);
    }
  }

  /**
   * The shapes of what this layer gives; one for all layers but nested models.
   *
   * @param inputs the shapes of samples, without the batch
   * @throws dev.lamina.ShapeException if the layer does not fit them
   */
  public List<Shape> outputShapes(List<Shape> inputs) {
    ShapeContext context = new ShapeContext(this);
    return List.of(call(context, context.inputs(inputs)).shape().sample());
  }

  /** The shape of one sample, where this layer is the first of a model without an Input. */
  public final @Nullable Shape inputShape() {
    return inputShape;
  }

  /** In which numbers this layer computes; null where the model's policy holds. */
  public final @Nullable DTypePolicy dtypePolicy() {
    return dtypePolicy;
  }

  /**
   * The arguments that the layer's file has and Lamina does not: regularizers and constraints, by
   * Keras's names. Predictions need none of them. A model that has such layers is neither trained
   * nor saved, as what they do would be lost.
   */
  public final Map<String, Object> leftOut() {
    return leftOut;
  }

  /** {@code x} in the numbers of this layer's own policy, if it has one. */
  protected final Value asOwnType(GraphBuilder graph, Value x) {
    return dtypePolicy == null ? x : graph.cast(x, dtypePolicy.computeDType());
  }

  /** The name of the policy, for configs. */
  protected final String dtype() {
    return (dtypePolicy == null ? DTypePolicy.FLOAT32 : dtypePolicy).toString();
  }

  /**
   * The start of a layer's config: {@code trainable} and {@code dtype}; the model adds the name.
   */
  protected final Config baseConfig(String className) {
    return Config.of(className).with("trainable", isTrainable()).with("dtype", dtype());
  }

  /**
   * A copy with what a config says of every layer: {@code name}, {@code trainable}, {@code dtype}
   * and, in the first layer of a file of Keras 2, the input's shape.
   */
  final Layer withBaseConfig(ConfigReader config) {
    Layer copy = duplicate();
    DTypePolicy policy = DTypePolicy.argument(config);
    if (policy != null) {
      copy.setDTypePolicy(policy);
    }
    String name = config.text("name", "");
    if (name.contains("/")) {
      throw new LaminaException("the layer's name \"%s\" holds a slash".formatted(name));
    }
    copy.setName(name.isEmpty() ? null : name);
    copy.setTrainable(config.flag("trainable", true));
    Shape sample = Input.sampleShape(config);
    if (sample != null) {
      copy.setInputShape(sample);
    }
    return copy;
  }

  /**
   * The only one of {@code inputs}.
   *
   * @throws ShapeException if there are several
   */
  protected static Value single(List<Value> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException("expected one input, received " + inputs.size());
    }
    return inputs.get(0);
  }

  final void setName(@Nullable String name) {
    this.name = name;
  }

  final void setTrainable(boolean trainable) {
    identity = new LayerIdentity(trainable);
  }

  /** Makes this copy a layer of its own. */
  final void renewIdentity() {
    identity = new LayerIdentity(isTrainable());
  }

  final void setInputShape(Shape inputShape) {
    this.inputShape = inputShape;
  }

  final void setDTypePolicy(DTypePolicy dtypePolicy) {
    this.dtypePolicy = dtypePolicy;
  }

  final void setLeftOut(Map<String, Object> leftOut) {
    this.leftOut = leftOut;
  }

  /** A shallow copy with the same identity, to be changed before anyone else sees it. */
  final Layer duplicate() {
    try {
      return (Layer) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** A shallow copy that is the same layer, to be changed before anyone else sees it. */
  protected final Layer sameLayer() {
    return duplicate();
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
