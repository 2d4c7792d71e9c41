package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.optimizers.SGD;
import dev.lamina.plan.StepTime;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilerTest {
  private static final float[] SAMPLES = {1, 2, 3, 4, 5, 6};

  private static Sequential model() {
    Sequential model = new Sequential(new Input(2), new Dense(3).activation("softmax"));
    model.setEngine("reference");
    model.compile(new SGD(0.1), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  @Test
  void trainingIsProfiledStepByStep() throws IOException {
    Dataset data = Dataset.of(SAMPLES, Shape.of(2), new int[] {0, 1, 2});
    try (Sequential model = model()) {
      List<StepTime> times = model.profileTraining(data, 3, 4);
      assertThat(times.get(0).step().op()).isEqualTo("feed");
      assertThat(times)
          .extracting(time -> time.step().op())
          .anyMatch(op -> op.contains("SgdUpdate"));
      assertThat(times).allSatisfy(time -> assertThat(time.seconds()).isNotNegative());
    }
  }

  @Test
  void profilingPredictionsChangesNone() {
    try (Sequential model = model()) {
      float[] before = model.predict(SAMPLES);
      List<StepTime> times = model.profilePrediction(SAMPLES, 3);
      assertThat(times).extracting(time -> time.step().op()).noneMatch(op -> op.contains("Sgd"));
      assertThat(model.predict(SAMPLES)).containsExactly(before);
    }
  }

  @Test
  void profilesNeedRuns() {
    try (Sequential model = model()) {
      assertThatThrownBy(() -> model.profilePrediction(SAMPLES, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("runs must be >= 1, received 0");
    }
  }
}
