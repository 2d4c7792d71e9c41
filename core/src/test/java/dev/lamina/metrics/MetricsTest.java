package dev.lamina.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.BinaryCrossentropy;
import dev.lamina.losses.CategoricalCrossentropy;
import dev.lamina.losses.Loss;
import dev.lamina.losses.SparseCategoricalCrossentropy;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static Metric accuracy(Loss loss, int... output) {
    Shape shape = Shape.of(output);
    return Metrics.resolve("accuracy", loss, loss.targetShape(shape), shape);
  }

  @Test
  void accuracyFollowsFromTheShapes() {
    Loss mse = new dev.lamina.losses.MeanSquaredError();
    assertThat(accuracy(new BinaryCrossentropy(), 1))
        .isEqualTo(new BinaryAccuracy("accuracy", 0.5));
    assertThat(accuracy(mse, 1)).isInstanceOf(BinaryAccuracy.class);
    assertThat(accuracy(mse, 3)).isInstanceOf(CategoricalAccuracy.class);
    assertThat(accuracy(new CategoricalCrossentropy(), 3))
        .isEqualTo(new CategoricalAccuracy("accuracy"));
    assertThat(accuracy(new SparseCategoricalCrossentropy(), 3))
        .isEqualTo(new SparseCategoricalAccuracy("accuracy"));
    assertThat(accuracy(new SparseCategoricalCrossentropy(), 4, 4, 3))
        .isInstanceOf(SparseCategoricalAccuracy.class);
    assertThat(Metrics.resolve("acc", mse, Shape.of(1), Shape.of(3)))
        .isEqualTo(new SparseCategoricalAccuracy("acc"));
  }

  @Test
  void othersKeepTheNameTheyWereGivenAs() {
    assertThat(Metrics.get("mse")).isEqualTo(new MeanSquaredError("mse"));
    assertThat(Metrics.get("mean_absolute_error")).isEqualTo(new MeanAbsoluteError());
    assertThat(Metrics.get("top_k_categorical_accuracy")).isEqualTo(new TopKCategoricalAccuracy());
    assertThat(Metrics.get("sparse_top_k_categorical_accuracy"))
        .isEqualTo(new SparseTopKCategoricalAccuracy());
    assertThat(Metrics.get("binary_accuracy").name()).isEqualTo("binary_accuracy");
  }

  @Test
  void eachGivesOneNumberPerSample() {
    for (Metric metric :
        List.of(
            new BinaryAccuracy(),
            new CategoricalAccuracy(),
            new TopKCategoricalAccuracy(2),
            new MeanSquaredError(),
            new MeanAbsoluteError())) {
      assertThat(perSample(metric, Shape.of(4, 3), Shape.of(4, 3))).isEqualTo(Shape.of(4));
      assertThat(perSample(metric, Shape.of(4, 2, 3), Shape.of(4, 2, 3))).isEqualTo(Shape.of(4));
    }
    for (Metric metric :
        List.of(new SparseCategoricalAccuracy(), new SparseTopKCategoricalAccuracy(2))) {
      assertThat(perSample(metric, Shape.of(4), Shape.of(4, 3))).isEqualTo(Shape.of(4));
      assertThat(perSample(metric, Shape.of(4, 2), Shape.of(4, 2, 3))).isEqualTo(Shape.of(4));
    }
  }

  private static Shape perSample(Metric metric, Shape target, Shape prediction) {
    GraphBuilder graph = new GraphBuilder();
    Value result =
        metric.perSample(
            graph,
            graph.input("target", TensorType.of(target)),
            graph.input("prediction", TensorType.of(prediction)));
    graph.output("metric", result);
    GraphVerifier.verify(graph.build());
    return result.shape();
  }

  @Test
  void messages() {
    assertThatThrownBy(
            () -> Metrics.resolve("acuracy", new BinaryCrossentropy(), Shape.of(1), Shape.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "metric \"acuracy\" is unknown; did you mean \"accuracy\"? Choose accuracy,"
                + " binary_accuracy,");
    assertThatThrownBy(() -> Metrics.get("acc"))
        .hasMessage(
            "metric \"acc\" depends on the model's output; give it by name to compile, or choose"
                + " binary_accuracy, categorical_accuracy or sparse_categorical_accuracy");
    assertThatThrownBy(() -> new TopKCategoricalAccuracy(0))
        .hasMessage("k must be >= 1, received 0");
    assertThatThrownBy(() -> new BinaryAccuracy(1))
        .hasMessage("threshold must be between 0 and 1, received 1.0");
  }
}
