package dev.lamina.testkit.golden;

import dev.lamina.activations.Activation;
import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.initializers.Constant;
import dev.lamina.initializers.GlorotNormal;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.HeNormal;
import dev.lamina.initializers.HeUniform;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.LecunNormal;
import dev.lamina.initializers.LecunUniform;
import dev.lamina.initializers.Ones;
import dev.lamina.initializers.Orthogonal;
import dev.lamina.initializers.RandomNormal;
import dev.lamina.initializers.RandomUniform;
import dev.lamina.initializers.TruncatedNormal;
import dev.lamina.initializers.VarianceScaling;
import dev.lamina.initializers.Zeros;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.AveragePooling2D;
import dev.lamina.layers.BatchNormalization;
import dev.lamina.layers.Conv2D;
import dev.lamina.layers.Dense;
import dev.lamina.layers.Dropout;
import dev.lamina.layers.ELU;
import dev.lamina.layers.Flatten;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.GlobalAveragePooling2D;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LeakyReLU;
import dev.lamina.layers.MaxPool2D;
import dev.lamina.layers.Softmax;
import dev.lamina.losses.BinaryCrossentropy;
import dev.lamina.losses.CategoricalCrossentropy;
import dev.lamina.losses.Loss;
import dev.lamina.losses.SparseCategoricalCrossentropy;
import dev.lamina.metrics.BinaryAccuracy;
import dev.lamina.metrics.CategoricalAccuracy;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.SparseCategoricalAccuracy;
import dev.lamina.metrics.SparseTopKCategoricalAccuracy;
import dev.lamina.metrics.TopKCategoricalAccuracy;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.AdamOptimizer;
import dev.lamina.optimizers.AdamW;
import dev.lamina.optimizers.FluentOptimizer;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.RMSprop;
import dev.lamina.optimizers.SGD;

/** Makes the objects that golden cases describe, by the public API alone. */
final class GoldenObjects {
  private GoldenObjects() {}

  static Layer layer(GoldenCase golden) {
    FluentLayer<?> layer =
        switch (golden.text("class")) {
          case "Conv2D" -> conv2d(golden);
          case "MaxPooling2D" -> {
            int[] pool = golden.integers("config.pool_size");
            int[] strides = golden.integers("config.strides");
            yield new MaxPool2D(pool[0], pool[1])
                .strides(strides[0], strides[1])
                .padding(golden.text("config.padding"));
          }
          case "AveragePooling2D" -> {
            int[] pool = golden.integers("config.pool_size");
            int[] strides = golden.integers("config.strides");
            yield new AveragePooling2D(pool[0], pool[1])
                .strides(strides[0], strides[1])
                .padding(golden.text("config.padding"));
          }
          case "GlobalAveragePooling2D" ->
              new GlobalAveragePooling2D().keepDims(golden.flag("config.keepdims"));
          case "BatchNormalization" ->
              new BatchNormalization()
                  .axis(golden.integer("config.axis"))
                  .momentum(golden.number("config.momentum"))
                  .epsilon(golden.number("config.epsilon"))
                  .center(golden.flag("config.center"))
                  .scale(golden.flag("config.scale"));
          case "Dropout" ->
              new Dropout(golden.number("config.rate")).seed(golden.integer("config.seed"));
          case "Flatten" -> new Flatten();
          case "Dense" ->
              new Dense(golden.integer("config.units"))
                  .activation(golden.text("config.activation"))
                  .useBias(golden.flag("config.use_bias"));
          case "Activation" -> new dev.lamina.layers.Activation(golden.text("config.activation"));
          default -> throw unknown(golden);
        };
    return layer.trainable(golden.flag("config.trainable"));
  }

  private static Conv2D conv2d(GoldenCase golden) {
    int[] kernel = golden.integers("config.kernel_size");
    int[] strides = golden.integers("config.strides");
    int[] dilation = golden.integers("config.dilation_rate");
    return new Conv2D(golden.integer("config.filters"), kernel[0], kernel[1])
        .strides(strides[0], strides[1])
        .dilationRate(dilation[0], dilation[1])
        .padding(golden.text("config.padding"))
        .groups(golden.integer("config.groups"))
        .activation(golden.text("config.activation"))
        .useBias(golden.flag("config.use_bias"));
  }

  /** The activation as a layer: those with arguments are layers here. */
  static Layer activation(GoldenCase golden) {
    String name = golden.text("activation");
    if (golden.flag("by_string")) {
      return new dev.lamina.layers.Activation(name);
    }
    return switch (name) {
      case "elu" -> new ELU().alpha(golden.number("argument.alpha"));
      case "leaky_relu" -> new LeakyReLU().negativeSlope(golden.number("argument.negative_slope"));
      case "softmax" -> new Softmax().axis(golden.integer("argument.axis"));
      case "gelu" -> new dev.lamina.layers.Activation(approximateGelu());
      default -> throw new IllegalArgumentException("unknown activation with arguments: " + name);
    };
  }

  private static Activation approximateGelu() {
    return new Activation() {
      @Override
      public Value apply(GraphBuilder graph, Value x) {
        return graph.add(Unary.of(UnaryFunction.GELU_TANH), x);
      }

      @Override
      public Config config() {
        return Config.of("gelu").with("approximate", true);
      }
    };
  }

  static Activation namedActivation(GoldenCase golden) {
    return Activations.get(golden.text("activation"));
  }

  static Loss loss(GoldenCase golden) {
    return switch (golden.text("class")) {
      case "SparseCategoricalCrossentropy" ->
          new SparseCategoricalCrossentropy(golden.flag("config.from_logits"));
      case "CategoricalCrossentropy" ->
          new CategoricalCrossentropy(
              golden.flag("config.from_logits"), golden.number("config.label_smoothing"));
      case "BinaryCrossentropy" ->
          new BinaryCrossentropy(
              golden.flag("config.from_logits"), golden.number("config.label_smoothing"));
      case "MeanSquaredError" -> new dev.lamina.losses.MeanSquaredError();
      case "MeanAbsoluteError" -> new dev.lamina.losses.MeanAbsoluteError();
      default -> throw unknown(golden);
    };
  }

  static Metric metric(GoldenCase golden) {
    return switch (golden.text("class")) {
      case "BinaryAccuracy" -> new BinaryAccuracy(golden.number("config.threshold"));
      case "CategoricalAccuracy" -> new CategoricalAccuracy();
      case "SparseCategoricalAccuracy" -> new SparseCategoricalAccuracy();
      case "TopKCategoricalAccuracy" -> new TopKCategoricalAccuracy(golden.integer("config.k"));
      case "SparseTopKCategoricalAccuracy" ->
          new SparseTopKCategoricalAccuracy(golden.integer("config.k"));
      case "MeanSquaredError" -> new dev.lamina.metrics.MeanSquaredError();
      case "MeanAbsoluteError" -> new dev.lamina.metrics.MeanAbsoluteError();
      default -> throw unknown(golden);
    };
  }

  static Optimizer optimizer(GoldenCase golden) {
    double rate = golden.number("config.learning_rate");
    return switch (golden.text("class")) {
      case "SGD" ->
          common(
              golden,
              new SGD(rate)
                  .momentum(golden.number("config.momentum"))
                  .nesterov(golden.flag("config.nesterov")));
      case "RMSprop" ->
          common(
              golden,
              new RMSprop(rate)
                  .rho(golden.number("config.rho"))
                  .momentum(golden.number("config.momentum"))
                  .epsilon(golden.number("config.epsilon"))
                  .centered(golden.flag("config.centered")));
      case "Adam" -> adam(golden, new Adam(rate));
      case "AdamW" -> adam(golden, new AdamW(rate));
      default -> throw unknown(golden);
    };
  }

  private static <O extends AdamOptimizer<O>> Optimizer adam(GoldenCase golden, O adam) {
    return common(
        golden,
        adam.beta1(golden.number("config.beta_1"))
            .beta2(golden.number("config.beta_2"))
            .epsilon(golden.number("config.epsilon"))
            .amsgrad(golden.flag("config.amsgrad")));
  }

  private static <O extends FluentOptimizer<O>> Optimizer common(GoldenCase golden, O optimizer) {
    O result = optimizer;
    if (golden.has("config.weight_decay")) {
      result = result.weightDecay(golden.number("config.weight_decay"));
    }
    if (golden.has("config.clipnorm")) {
      result = result.clipNorm(golden.number("config.clipnorm"));
    }
    if (golden.has("config.clipvalue")) {
      result = result.clipValue(golden.number("config.clipvalue"));
    }
    if (golden.has("config.global_clipnorm")) {
      result = result.globalClipNorm(golden.number("config.global_clipnorm"));
    }
    return result;
  }

  static Initializer initializer(GoldenCase golden) {
    return switch (golden.text("class")) {
      case "Zeros" -> new Zeros();
      case "Ones" -> new Ones();
      case "Constant" -> new Constant(golden.number("config.value"));
      case "RandomNormal" ->
          new RandomNormal(golden.number("config.mean"), golden.number("config.stddev"));
      case "TruncatedNormal" ->
          new TruncatedNormal(golden.number("config.mean"), golden.number("config.stddev"));
      case "RandomUniform" ->
          new RandomUniform(golden.number("config.minval"), golden.number("config.maxval"));
      case "VarianceScaling" ->
          new VarianceScaling(
              golden.number("config.scale"),
              golden.text("config.mode"),
              golden.text("config.distribution"));
      case "GlorotUniform" -> new GlorotUniform();
      case "GlorotNormal" -> new GlorotNormal();
      case "HeUniform" -> new HeUniform();
      case "HeNormal" -> new HeNormal();
      case "LecunUniform" -> new LecunUniform();
      case "LecunNormal" -> new LecunNormal();
      case "Orthogonal" -> new Orthogonal(golden.number("config.gain"));
      default -> throw unknown(golden);
    };
  }

  private static IllegalArgumentException unknown(GoldenCase golden) {
    return new IllegalArgumentException(
        "%s: unknown class %s".formatted(golden.name(), golden.text("class")));
  }
}
