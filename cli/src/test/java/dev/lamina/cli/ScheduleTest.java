package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  /** The learning rates after each of two epochs of two steps, from 0.1 on. */
  private static List<Double> rates(Schedule schedule) throws IOException {
    List<Double> rates = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onTrainBegin(Training training) {
            rates.add(training.model().learningRate());
          }

          @Override
          public void onBatchEnd(Training training) {
            rates.add(training.model().learningRate());
          }
        };
    try (Sequential model = new Sequential(new Input(1), new Dense(1))) {
      model.setEngine("reference");
      model.compile("sgd", "mse");
      Dataset data = Dataset.of(new float[4], Shape.of(1), new float[4], Shape.of(1));
      model.fit(data, Fit.epochs(2).batchSize(2).callbacks(schedule.from(0.1), recorder));
    }
    return rates;
  }

  @Test
  void cosineEndsAtZero() throws IOException {
    List<Double> expected = List.of(0.1, 0.0853553, 0.05, 0.0146447, 0.0); // cos of 0, pi/4, ... pi
    List<Double> rates = rates(Schedule.COSINE);
    assertThat(rates).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(rates.get(i)).isCloseTo(expected.get(i), within(1e-7));
    }
  }

  @Test
  void constantStays() throws IOException {
    assertThat(rates(Schedule.CONSTANT)).containsExactly(0.1, 0.1, 0.1, 0.1, 0.1);
  }
}
