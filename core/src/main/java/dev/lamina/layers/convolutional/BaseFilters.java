package dev.lamina.layers.convolutional;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What convolutions share whose filters see several channels: one weight, {@code kernel}.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseFilters<L extends BaseFilters<L>> extends BaseConvolution<L>
    permits BaseConv, BaseConvTranspose {
  private final int filters;
  private WeightArguments kernel = WeightArguments.of(new GlorotUniform());

  BaseFilters(String className, int axes, int filters, int... kernelSize) {
    super(className, axes, kernelSize);
    this.filters = Arguments.positive("filters", filters);
  }

  private L with(Consumer<BaseFilters<L>> change) {
    L copy = copy();
    change.accept(copy);
    return copy;
  }

  /** A copy whose kernel starts so; {@code glorot_uniform} by default. See {@link Initializers}. */
  public final L kernelInitializer(String initializer) {
    return kernelInitializer(Initializers.get(initializer));
  }

  public final L kernelInitializer(Initializer initializer) {
    return with(copy -> copy.kernel = copy.kernel.with(initializer));
  }

  /** A copy with this penalty on the kernel; none by default. See {@link Regularizers#get}. */
  public final L kernelRegularizer(String regularizer) {
    return kernelRegularizer(Regularizers.get(regularizer));
  }

  public final L kernelRegularizer(Regularizer regularizer) {
    return with(copy -> copy.kernel = copy.kernel.with(regularizer));
  }

  /** A copy with this constraint on the kernel; none by default. See {@link Constraints#get}. */
  public final L kernelConstraint(String constraint) {
    return kernelConstraint(Constraints.get(constraint));
  }

  public final L kernelConstraint(Constraint constraint) {
    return with(copy -> copy.kernel = copy.kernel.with(constraint));
  }

  final int filters() {
    return filters;
  }

  /** Asks for the kernel, of this many channels on its last two axes. */
  final Value kernel(CallContext context, int first, int second) {
    return kernel.ask(
        context, "kernel", Window.of(kernelSize().toArray()).filterShape(first, second));
  }

  @Override
  final Map<String, WeightArguments> weights() {
    return Map.of("kernel", kernel);
  }

  /** A copy with what a config says, but for filters and kernel size. */
  final L withArguments(ConfigReader config) {
    return with(
        copy -> {
          copy.readArguments(config);
          copy.kernel = copy.kernel.read(config, "kernel");
          copy.check();
        });
  }

  /** Begins the config. */
  final Config filterConfig() {
    return withWindow(convolutionConfig().with("filters", filters));
  }
}
