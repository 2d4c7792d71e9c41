package dev.lamina.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.initializers.Constant;
import dev.lamina.initializers.GlorotNormal;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.HeNormal;
import dev.lamina.initializers.HeUniform;
import dev.lamina.initializers.LecunNormal;
import dev.lamina.initializers.LecunUniform;
import dev.lamina.initializers.Ones;
import dev.lamina.initializers.Orthogonal;
import dev.lamina.initializers.RandomNormal;
import dev.lamina.initializers.RandomUniform;
import dev.lamina.initializers.TruncatedNormal;
import dev.lamina.initializers.VarianceScaling;
import dev.lamina.initializers.Zeros;
import dev.lamina.layers.Input;
import dev.lamina.layers.activation.Activation;
import dev.lamina.layers.activation.ELU;
import dev.lamina.layers.activation.LeakyReLU;
import dev.lamina.layers.activation.ReLU;
import dev.lamina.layers.activation.Softmax;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.AveragePooling2D;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.pooling.MaxPooling2D;
import dev.lamina.layers.preprocessing.Rescaling;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.layers.reshaping.Reshape;
import dev.lamina.losses.BinaryCrossentropy;
import dev.lamina.losses.CategoricalCrossentropy;
import dev.lamina.losses.SparseCategoricalCrossentropy;
import dev.lamina.metrics.BinaryAccuracy;
import dev.lamina.metrics.CategoricalAccuracy;
import dev.lamina.metrics.SparseCategoricalAccuracy;
import dev.lamina.metrics.SparseTopKCategoricalAccuracy;
import dev.lamina.metrics.TopKCategoricalAccuracy;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.AdamW;
import dev.lamina.optimizers.RMSprop;
import dev.lamina.optimizers.SGD;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Configs against {@code get_config()} of Keras 3.15.1, keys in order. {@code keras-configs.txt}
 * has one object a line: without the names that Keras makes up, dtype policies by name, learning
 * rates as the decimal that rounds to Keras's float, nested objects as {@code {class: config}}.
 */
class KerasConfigTest {
  private static final List<Configurable> OBJECTS =
      List.of(
          new Input(28, 28, 1),
          new Conv2D(32, 3),
          new Conv2D(8, 3, 5)
              .strides(2, 1)
              .padding(Padding.SAME)
              .groups(2)
              .useBias(false)
              .activation("relu")
              .kernelInitializer("he_normal")
              .biasInitializer("ones"),
          new Conv2D(4, 3).dilationRate(2),
          new MaxPooling2D(2),
          new MaxPool2D(3, 2).strides(2, 1).padding("same"),
          new AveragePooling2D(3),
          new GlobalAveragePooling2D(),
          new GlobalAveragePooling2D().keepDims(true),
          new BatchNormalization(),
          new BatchNormalization()
              .axis(1)
              .momentum(0.9)
              .epsilon(0.01)
              .center(false)
              .scale(false)
              .movingMeanInitializer("ones"),
          new Dropout(0.25),
          new Dropout(0.5).seed(3),
          new Flatten(),
          new Dense(10),
          new Dense(3)
              .activation("softmax")
              .useBias(false)
              .kernelInitializer(new RandomNormal(0, 0.1, 4L)),
          new Activation("swish"),
          new Activation("hard_swish"),
          new ReLU(),
          new ReLU().maxValue(6).negativeSlope(0.1).threshold(1),
          new LeakyReLU(),
          new ELU().alpha(0.5),
          new Softmax(),
          new Rescaling(0.5, -1),
          new Reshape(3, -1),
          new Dense(1).trainable(false),
          new Zeros(),
          new Ones(),
          new Constant(0.5),
          new RandomNormal(),
          new RandomUniform(),
          new TruncatedNormal(0, 0.05, 7L),
          new VarianceScaling(),
          new VarianceScaling(2, "fan_avg", "uniform"),
          new GlorotUniform(7),
          new GlorotNormal(),
          new HeUniform(),
          new HeNormal(),
          new LecunUniform(),
          new LecunNormal(),
          new Orthogonal(),
          new SGD(),
          new SGD(0.1).momentum(0.9).nesterov(true).weightDecay(0.02).clipNorm(1),
          new RMSprop(),
          new RMSprop(0.01).rho(0.8).momentum(0.5).centered(true).clipValue(0.5),
          new Adam(),
          new Adam(0.01).beta1(0.8).beta2(0.99).epsilon(1e-5).amsgrad(true).globalClipNorm(2),
          new AdamW(),
          new SparseCategoricalCrossentropy(),
          new CategoricalCrossentropy().fromLogits(true).labelSmoothing(0.1),
          new BinaryCrossentropy(),
          new dev.lamina.losses.MeanSquaredError(),
          new dev.lamina.losses.MeanAbsoluteError(),
          new BinaryAccuracy(),
          new CategoricalAccuracy(),
          new SparseCategoricalAccuracy(),
          new TopKCategoricalAccuracy(),
          new SparseTopKCategoricalAccuracy(3),
          new dev.lamina.metrics.MeanSquaredError(),
          new dev.lamina.metrics.MeanAbsoluteError());

  @TestFactory
  List<DynamicTest> equalsThatOfKeras() throws IOException {
    List<String> lines = kerasConfigs();
    assertThat(OBJECTS).hasSameSizeAs(lines);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String expected = lines.get(i);
      Config config = OBJECTS.get(i).config();
      tests.add(
          DynamicTest.dynamicTest(
              expected,
              () ->
                  assertThat(config.className() + " " + json(config.arguments()))
                      .isEqualTo(expected)));
    }
    return tests;
  }

  private static List<String> kerasConfigs() throws IOException {
    try (InputStream stream = KerasConfigTest.class.getResourceAsStream("keras-configs.txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** As Python writes it. */
  private static String json(Object value) {
    if (value instanceof Config config) {
      return "{\"" + config.className() + "\": " + json(config.arguments()) + "}";
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> "\"" + entry.getKey() + "\": " + json(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(KerasConfigTest::json).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Double number) {
      // Python writes exponents from 1e-05 on, with two digits.
      return number.toString().replaceAll("^(\\d)\\.0E-([5-9])$", "$1e-0$2");
    }
    return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
  }
}
