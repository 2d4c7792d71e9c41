package dev.lamina.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ShapeException;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {
  private static Shape perSample(Loss loss, Shape target, Shape prediction) {
    GraphBuilder graph = new GraphBuilder();
    Value result =
        loss.perSample(
            graph,
            graph.input("target", TensorType.of(target)),
            graph.input("prediction", TensorType.of(prediction)));
    graph.output("loss", result);
    GraphVerifier.verify(graph.build());
    return result.shape();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sparse_categorical_crossentropy",
        "categorical_crossentropy",
        "binary_crossentropy",
        "mean_squared_error",
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error",
        "huber",
        "log_cosh",
        "cosine_similarity",
        "binary_focal_crossentropy",
        "categorical_focal_crossentropy",
        "categorical_generalized_cross_entropy",
        "kl_divergence",
        "poisson",
        "hinge",
        "squared_hinge",
        "categorical_hinge",
        "dice",
        "tversky"
      })
  void eachGivesOneNumberPerSample(String name) {
    Loss loss = Losses.get(name);
    for (Shape sample : List.of(Shape.of(3), Shape.of(2, 3), Shape.of(2, 5, 3))) {
      for (int batch : new int[] {1, 4}) {
        Shape target = loss.targetShape(sample).batched(batch);
        assertThat(perSample(loss, target, sample.batched(batch))).isEqualTo(Shape.of(batch));
      }
    }
  }

  @Test
  void sparseTargetsAreClassIndices() {
    Loss loss = new SparseCategoricalCrossentropy();
    assertThat(loss.isSparse()).isTrue();
    assertThat(loss.targetShape(Shape.of(10))).isEqualTo(Shape.scalar());
    assertThat(loss.targetShape(Shape.of(4, 6, 10))).isEqualTo(Shape.of(4, 6));
    assertThat(perSample(loss, Shape.of(5, 1), Shape.of(5, 10))).isEqualTo(Shape.of(5));
  }

  @Test
  void othersTakeTargetsOfThePredictionsShape() {
    Loss loss = new MeanSquaredError();
    assertThat(loss.isSparse()).isFalse();
    assertThat(loss.targetShape(Shape.of(4, 6))).isEqualTo(Shape.of(4, 6));
    assertThat(perSample(loss, Shape.of(5), Shape.of(5, 1))).isEqualTo(Shape.of(5));
  }

  @Test
  void targetsThatDoNotFit() {
    assertThatThrownBy(() -> perSample(new MeanSquaredError(), Shape.of(5, 3), Shape.of(5, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("received targets of shape 5x3, expected 5x4 to match the model's output");
    assertThatThrownBy(
            () -> perSample(new SparseCategoricalCrossentropy(), Shape.of(5, 10), Shape.of(5, 10)))
        .hasMessage("received targets of shape 5x10, expected 5 to match the model's output");
    assertThatThrownBy(
            () -> perSample(new SparseCategoricalCrossentropy(), Shape.of(5), Shape.of(5)))
        .hasMessage("received predictions of shape 5, expected (batch, ..., classes)");
    assertThatThrownBy(() -> perSample(new MeanAbsoluteError(), Shape.of(2, 3), Shape.of(3, 2)))
        .hasMessage("received targets of shape 2x3, expected 3x2 to match the model's output");
  }

  @Test
  void theLogarithmOfSoftmaxIsTakenFromItsInput() {
    for (Loss loss :
        List.of(
            new SparseCategoricalCrossentropy(),
            new SparseCategoricalCrossentropy().fromLogits(true),
            new CategoricalCrossentropy(),
            new CategoricalCrossentropy().fromLogits(true))) {
      GraphBuilder graph = new GraphBuilder();
      Value logits = graph.input("logits", TensorType.of(5, 10));
      Value target =
          graph.input("target", TensorType.of(loss.targetShape(Shape.of(10)).batched(5)));
      Value unused = loss.perSample(graph, target, graph.add(new ChannelSoftmax(false), logits));
      assertThat(graph.nodes())
          .anyMatch(
              node -> node.op().equals(new ChannelSoftmax(true)) && node.inputs().contains(logits));
      assertThat(graph.nodes()).noneMatch(LossesTest::isLog);
    }
  }

  @Test
  void theLogarithmOfSigmoidIsTakenFromItsInput() {
    GraphBuilder graph = new GraphBuilder();
    Value logits = graph.input("logits", TensorType.of(5, 1));
    Value target = graph.input("target", TensorType.of(5, 1));
    Value unused =
        new BinaryCrossentropy()
            .perSample(graph, target, graph.unary(UnaryFunction.SIGMOID, logits));
    assertThat(graph.nodes())
        .anyMatch(
            node ->
                node.op().equals(Unary.of(UnaryFunction.SOFTPLUS))
                    && node.inputs().contains(logits));
    assertThat(graph.nodes()).noneMatch(LossesTest::isLog);
  }

  private static boolean isLog(Node node) {
    return node.op() instanceof Unary unary && unary.function() == UnaryFunction.LOG;
  }

  @Test
  void otherNamesOfKeras() {
    assertThat(Losses.get("mse")).isEqualTo(new MeanSquaredError());
    assertThat(Losses.get("MAPE")).isEqualTo(new MeanAbsolutePercentageError());
    assertThat(Losses.get("msle")).isEqualTo(new MeanSquaredLogarithmicError());
    assertThat(Losses.get("KLD")).isEqualTo(new KLDivergence());
    assertThat(Losses.get("Huber")).isEqualTo(new Huber());
    assertThat(Losses.get("MSE")).isEqualTo(new MeanSquaredError());
    assertThat(Losses.get("mae")).isEqualTo(new MeanAbsoluteError());
    assertThat(Losses.get("bce")).isEqualTo(new BinaryCrossentropy());
    assertThat(Losses.get("SparseCategoricalCrossentropy"))
        .isEqualTo(new SparseCategoricalCrossentropy());
  }

  @Test
  void messages() {
    assertThatThrownBy(() -> Losses.get("sparse_categorical_crossentropi"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "loss \"sparse_categorical_crossentropi\" is unknown; did you mean"
                + " \"sparse_categorical_crossentropy\"? Choose sparse_categorical_crossentropy,"
                + " categorical_crossentropy, binary_crossentropy, mean_squared_error,"
                + " mean_absolute_error, mean_absolute_percentage_error,"
                + " mean_squared_logarithmic_error, huber, log_cosh, cosine_similarity,"
                + " binary_focal_crossentropy, categorical_focal_crossentropy,"
                + " categorical_generalized_cross_entropy, kl_divergence, poisson, hinge,"
                + " squared_hinge, categorical_hinge, dice or tversky");
    assertThatThrownBy(() -> new BinaryCrossentropy().labelSmoothing(2))
        .hasMessage("labelSmoothing must be from 0 to 1, received 2.0");
    assertThatThrownBy(() -> new Huber().delta(0))
        .hasMessage("delta must be a number > 0, received 0.0");
    assertThatThrownBy(() -> new Huber().reduction("none"))
        .hasMessage(
            "reduction=none is not supported, as what is minimized must be one number; choose"
                + " sum_over_batch_size or sum");
    assertThatThrownBy(() -> new Huber().reduction("avg"))
        .hasMessage(
            "reduction \"avg\" is unknown; choose sum_over_batch_size, sum, mean or"
                + " mean_with_sample_weight");
    assertThatThrownBy(() -> new CategoricalCrossentropy().axis(0))
        .hasMessage("axis must not be 0, the batch; choose -1 for the last axis");
    assertThatThrownBy(() -> new CategoricalGeneralizedCrossEntropy().q(1))
        .hasMessage("q must be above 0 and below 1, received 1.0");
    Loss far = new CategoricalCrossentropy().axis(3);
    assertThatThrownBy(() -> perSample(far, Shape.of(2, 3), Shape.of(2, 3)))
        .hasMessage(
            "axis=3 is no axis of a sample in predictions of shape 2x3; choose 1 to 1, or -1 for"
                + " the last");
    assertThatThrownBy(() -> perSample(new Dice().axis(4), Shape.of(2, 3), Shape.of(2, 3)))
        .hasMessage("axis=[4] is no axis of predictions of shape 2x3; choose from 0 to 1");
    assertThatThrownBy(() -> Losses.from(ConfigReader.ofDefaults("CTC")))
        .hasMessage("class CTC is not supported, as it aligns sequences of characters, not images");
    GraphBuilder graph = new GraphBuilder();
    Value y = graph.input("y", TensorType.of(2, 3));
    Value weight = graph.input("w", TensorType.of(2));
    assertThatThrownBy(() -> new Dice().axis(0).contributions(graph, y, y, weight))
        .hasMessage(
            "samples cannot be weighed where losses are sums over them: with axis=[0] the losses"
                + " have the shape 3; leave 0 out of the axes");
  }
}
