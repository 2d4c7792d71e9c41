package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.schedules.LearningRateSchedule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Learning rate schedules give the rates of Keras, bit for bit. */
class GoldenSchedulesTest {
  @TestFactory
  Stream<DynamicTest> giveTheRatesOfKeras() {
    return GoldenFile.load("schedules").cases().stream()
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
  }

  private static void check(GoldenCase golden) {
    LearningRateSchedule schedule = GoldenObjects.schedule(golden);
    assertThat(GoldenConfig.of(schedule.config())).isEqualTo(GoldenConfig.of(golden.config()));
    long[] iterations = golden.array("iterations").longs();
    float[] rates = golden.array("rates").floats();
    for (int i = 0; i < rates.length; i++) {
      assertThat((float) schedule.at(iterations[i]))
          .as("rate of iteration %d", iterations[i])
          .isEqualTo(rates[i]);
    }
  }
}
