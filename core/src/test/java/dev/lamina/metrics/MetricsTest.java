package dev.lamina.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static Metric accuracy(Loss loss, int... output) {
    Shape shape = Shape.of(output);
    return Metrics.resolve("accuracy", loss, loss.targetShape(shape), shape);
  }

  @Test
  void accuracyFollowsFromTheShapes() {
    Loss mse = new dev.lamina.losses.MeanSquaredError();
    assertThat(accuracy(new dev.lamina.losses.BinaryCrossentropy(), 1))
        .isEqualTo(new BinaryAccuracy().named("accuracy"));
    assertThat(accuracy(mse, 1)).isInstanceOf(BinaryAccuracy.class);
    assertThat(accuracy(mse, 3)).isInstanceOf(CategoricalAccuracy.class);
    assertThat(accuracy(new dev.lamina.losses.CategoricalCrossentropy(), 3))
        .isEqualTo(new CategoricalAccuracy().named("accuracy"));
    assertThat(accuracy(new dev.lamina.losses.SparseCategoricalCrossentropy(), 3))
        .isEqualTo(new SparseCategoricalAccuracy().named("accuracy"));
    assertThat(accuracy(new dev.lamina.losses.SparseCategoricalCrossentropy(), 4, 4, 3))
        .isInstanceOf(SparseCategoricalAccuracy.class);
    assertThat(Metrics.resolve("acc", mse, Shape.of(1), Shape.of(3)))
        .isEqualTo(new SparseCategoricalAccuracy().named("acc"));
  }

  @Test
  void othersKeepTheNameTheyWereGivenAs() {
    assertThat(Metrics.get("mse")).isEqualTo(new MeanSquaredError().named("mse"));
    assertThat(Metrics.get("mean_absolute_error")).isEqualTo(new MeanAbsoluteError());
    assertThat(Metrics.get("top_k_categorical_accuracy")).isEqualTo(new TopKCategoricalAccuracy());
    assertThat(Metrics.get("sparse_top_k_categorical_accuracy"))
        .isEqualTo(new SparseTopKCategoricalAccuracy());
    assertThat(Metrics.get("binary_accuracy").name()).isEqualTo("binary_accuracy");
  }

  @Test
  void eachGivesOneNumberPerSample() {
    for (MeanMetric metric :
        List.of(
            new BinaryAccuracy(),
            new CategoricalAccuracy(),
            new TopKCategoricalAccuracy(2),
            new MeanSquaredError(),
            new MeanAbsoluteError())) {
      assertThat(perSample(metric, Shape.of(4, 3), Shape.of(4, 3))).isEqualTo(Shape.of(4));
      assertThat(perSample(metric, Shape.of(4, 2, 3), Shape.of(4, 2, 3))).isEqualTo(Shape.of(4));
    }
    for (MeanMetric metric :
        List.of(new SparseCategoricalAccuracy(), new SparseTopKCategoricalAccuracy(2))) {
      assertThat(perSample(metric, Shape.of(4), Shape.of(4, 3))).isEqualTo(Shape.of(4));
      assertThat(perSample(metric, Shape.of(4, 2), Shape.of(4, 2, 3))).isEqualTo(Shape.of(4));
    }
  }

  private static Shape perSample(MeanMetric metric, Shape target, Shape prediction) {
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
  void byTheNamesOfKeras() {
    assertThat(Metrics.get("auc")).isEqualTo(new AUC());
    assertThat(Metrics.get("AUC")).isEqualTo(new AUC().named("AUC"));
    assertThat(Metrics.get("precision")).isEqualTo(new Precision());
    assertThat(Metrics.get("recall")).isEqualTo(new Recall());
    assertThat(Metrics.get("f1_score")).isEqualTo(new F1Score());
    assertThat(Metrics.get("binary_io_u")).isEqualTo(new BinaryIoU());
    assertThat(Metrics.get("bce")).isEqualTo(new BinaryCrossentropy().named("bce"));
    assertThat(Metrics.get("root_mean_squared_error")).isEqualTo(new RootMeanSquaredError());
    assertThatThrownBy(() -> Metrics.get("mean_io_u"))
        .hasMessage("the argument \"num_classes\" of class MeanIoU is missing");
  }

  private static Metric read(String className, String argument, Object value) {
    return Metrics.from(
        new ConfigReader(Config.of(className).with(argument, value), CustomObjects.none()));
  }

  private static Map<String, Value> update(StateMetric metric, int... prediction) {
    GraphBuilder graph = new GraphBuilder();
    TensorType type = TensorType.of(prediction);
    return metric.update(graph, graph.input("target", type), graph.input("prediction", type), null);
  }

  @Test
  void whatIsNotBuiltIsRefused() {
    assertThatThrownBy(() -> read("AUC", "multi_label", true))
        .hasMessage("multi_label=true is not supported; only false is");
    assertThatThrownBy(() -> read("AUC", "curve", "PRGAIN"))
        .hasMessage("curve=PRGAIN is not supported; only roc or pr is");
    assertThatThrownBy(() -> read("Precision", "thresholds", List.of(0.2, 0.7)))
        .hasMessage(
            "thresholds=[0.2, 0.7] is not supported; only one number is, as a figure is one number:"
                + " use a metric of its own name for each threshold");
    assertThatThrownBy(() -> update(new F1Score(), 4, 3))
        .hasMessage(
            "F1Score with average=None gives a number for each of 3 classes, and a figure is one"
                + " number; choose the average micro, macro or weighted");
    assertThatThrownBy(() -> update(new Precision().topK(4), 4, 3))
        .hasMessage("top_k=4 of predictions of shape 4x3; expected at most 3");
    assertThatThrownBy(() -> update(new Recall().classId(3), 4, 3))
        .hasMessage("class_id=3 of an output of shape 4x3; expected below 3");
    assertThatThrownBy(() -> new IoU(3, List.of(3)))
        .hasMessage("targetClassIds must be from 0 to 2, received [3]");
    assertThatThrownBy(() -> new AUC().numThresholds(1))
        .hasMessage("numThresholds must be > 1, received 1");
    assertThatThrownBy(() -> new TruePositives(1.5))
        .hasMessage("threshold must be from 0 to 1, received 1.5");
    assertThatThrownBy(() -> new Sums(Map.of("a", new double[2])).number("b"))
        .hasMessage("there is no sum \"b\"; update gave [a]");
    assertThatThrownBy(() -> new Sums(Map.of("a", new double[2])).number("a"))
        .hasMessage("the sum \"a\" has 2 numbers, expected 1; use array");
  }

  @Test
  void messages() {
    assertThatThrownBy(
            () ->
                Metrics.resolve(
                    "acuracy",
                    new dev.lamina.losses.BinaryCrossentropy(),
                    Shape.of(1),
                    Shape.of(1)))
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
