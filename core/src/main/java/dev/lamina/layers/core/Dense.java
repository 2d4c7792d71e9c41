package dev.lamina.layers.core;

import dev.lamina.ShapeException;
import dev.lamina.activations.Activation;
import dev.lamina.activations.Activations;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.initializers.Zeros;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.activation.ActivationArgument;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins every input with every output: {@code activation(x kernel + bias)}, {@code (N, C) -> (N,
 * units)}. Inputs of more axes are taken along the last: {@code (N, ..., C) -> (N, ..., units)}; a
 * {@link Flatten} before it joins them all.
 *
 * <p>Weights: {@code kernel (C, units)} and {@code bias (units)}.
 *
 * <pre>{@code
 * new Dense(10).activation("softmax");
 * }</pre>
 */
public final class Dense extends FluentLayer<Dense> {
  private final int units;
  private boolean useBias = true;
  private Activation activation = Activations.LINEAR;
  private WeightArguments kernel = WeightArguments.of(new GlorotUniform());
  private WeightArguments bias = WeightArguments.of(new Zeros());

  /**
   * A layer of this many outputs.
   *
   * @param units the number of outputs, at least 1
   */
  public Dense(int units) {
    this.units = Arguments.positive("units", units);
  }

  /** A copy with this activation; {@code linear} by default. See {@link Activations#get}. */
  public Dense activation(String activation) {
    return activation(Activations.get(activation));
  }

  public Dense activation(Activation activation) {
    Dense copy = copy();
    copy.activation = activation;
    return copy;
  }

  /** A copy that adds a bias to each output, the default, or not. */
  public Dense useBias(boolean useBias) {
    Dense copy = copy();
    copy.useBias = useBias;
    return copy;
  }

  /** A copy whose kernel starts so; {@code glorot_uniform} by default. See {@link Initializers}. */
  public Dense kernelInitializer(String initializer) {
    return kernelInitializer(Initializers.get(initializer));
  }

  public Dense kernelInitializer(Initializer initializer) {
    Dense copy = copy();
    copy.kernel = kernel.with(initializer);
    return copy;
  }

  /** A copy whose bias starts so; {@code zeros} by default. */
  public Dense biasInitializer(String initializer) {
    return biasInitializer(Initializers.get(initializer));
  }

  public Dense biasInitializer(Initializer initializer) {
    Dense copy = copy();
    copy.bias = bias.with(initializer);
    return copy;
  }

  /** A copy with this penalty on the kernel; none by default. See {@link Regularizers#get}. */
  public Dense kernelRegularizer(String regularizer) {
    return kernelRegularizer(Regularizers.get(regularizer));
  }

  public Dense kernelRegularizer(Regularizer regularizer) {
    Dense copy = copy();
    copy.kernel = kernel.with(regularizer);
    return copy;
  }

  /** A copy with this constraint on the kernel; none by default. See {@link Constraints#get}. */
  public Dense kernelConstraint(String constraint) {
    return kernelConstraint(Constraints.get(constraint));
  }

  public Dense kernelConstraint(Constraint constraint) {
    Dense copy = copy();
    copy.kernel = kernel.with(constraint);
    return copy;
  }

  /** A copy with this penalty on the bias; none by default. See {@link Regularizers#get}. */
  public Dense biasRegularizer(String regularizer) {
    return biasRegularizer(Regularizers.get(regularizer));
  }

  public Dense biasRegularizer(Regularizer regularizer) {
    Dense copy = copy();
    copy.bias = bias.with(regularizer);
    return copy;
  }

  /** A copy with this constraint on the bias; none by default. See {@link Constraints#get}. */
  public Dense biasConstraint(String constraint) {
    return biasConstraint(Constraints.get(constraint));
  }

  public Dense biasConstraint(Constraint constraint) {
    Dense copy = copy();
    copy.bias = bias.with(constraint);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Shape input = x.shape();
    if (input.rank() < 2) {
      throw new ShapeException(
          "received an input of shape " + input + ", expected (batch, ..., features)");
    }
    int features = input.dim(-1);
    GraphBuilder graph = context.graph();
    List<Value> operands = new ArrayList<>();
    operands.add(graph.reshape(x, Shape.of(input.size() / features, features)));
    operands.add(kernel.ask(context, "kernel", Shape.of(features, units)));
    if (useBias) {
      operands.add(bias.ask(context, "bias", Shape.of(units)));
    }
    Value y = graph.addAll(InnerProduct.PLAIN, operands).get(0);
    return activation.apply(graph, graph.reshape(y, input.with(-1, units)));
  }

  @Override
  public String purpose() {
    return "Weighs all its inputs together, into %d %s."
        .formatted(units, units == 1 ? "output" : "outputs");
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Dense from(ConfigReader config) {
    config.onlyNull("activity_regularizer", "lora_rank", "quantization_config");
    Dense layer =
        new Dense(config.integer("units"))
            .useBias(config.flag("use_bias", true))
            .activation(ActivationArgument.read(config, "activation"));
    layer.kernel = layer.kernel.read(config, "kernel");
    layer.bias = layer.bias.read(config, "bias");
    return layer;
  }

  @Override
  public Config config() {
    Map<String, WeightArguments> weights = new LinkedHashMap<>();
    weights.put("kernel", kernel);
    weights.put("bias", bias);
    Config told =
        WeightArguments.write(
            baseConfig("Dense")
                .with("units", units)
                .with("activation", Activations.serialize(activation))
                .with("use_bias", useBias),
            weights);
    return WeightArguments.writeConstraints(told, weights).with("quantization_config", null);
  }
}
