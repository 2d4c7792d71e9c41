package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A training that is short enough for emulated machines. */
@Tag("instruction-sets")
class SmallTrainingTest {
  @Test
  void bothEnginesLearnTheSame() throws IOException {
    assertThat(SmallTraining.largestDifference()).isLessThan(SmallTraining.TOLERANCE);
  }
}
