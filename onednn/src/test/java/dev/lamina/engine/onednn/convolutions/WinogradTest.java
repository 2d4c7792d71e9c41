package dev.lamina.engine.onednn.convolutions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.engine.onednn.threads.Shares;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WinogradTest {
  private static void assertFilters(double[][] output, double[][] inputs) {
    for (int input = 0; input < inputs.length; input++) {
      for (int tap = 0; tap < Winograd.TAPS; tap++) {
        for (int row = 0; row < output.length; row++) {
          double sum = 0;
          for (int point = 0; point < inputs.length; point++) {
            sum += output[row][point] * Winograd.FILTER[point][tap] * inputs[point][input];
          }
          assertThat(sum)
              .as("output %d of input %d and tap %d", row, input, tap)
              .isCloseTo(row + tap == input ? 1 : 0, within(1e-15));
        }
      }
    }
  }

  @Test
  void tilesOfBothKindsFilter() {
    assertFilters(Winograd.OUTPUT, Winograd.INPUT);
    assertFilters(Winograd.SMALL_OUTPUT, Winograd.SMALL_INPUT);
  }

  @Test
  void whatIsAddedAtThePointOneIsAddedToEveryOutput() {
    for (double[] output : Winograd.OUTPUT) {
      assertThat(output[Winograd.ONE]).isEqualTo(1);
    }
    for (double[] output : Winograd.SMALL_OUTPUT) {
      assertThat(output[Winograd.ONE]).isEqualTo(1);
    }
  }

  @Test
  void aLastTileOfOneOrTwoOutputsIsSmall() {
    assertThat(IntStream.rangeClosed(3, 10).map(Winograd::products))
        .containsExactly(6, 6, 10, 10, 12, 12, 16, 16);
  }

  @Test
  void sharesCoverAllImagesOnce() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      int images = 1 + random.nextInt(200);
      int members = 1 + random.nextInt(Math.min(images, 9));
      Shares shares = Shares.of(images, members, 1 + random.nextInt(20));
      int seen = 0;
      for (int member = 0; member < members; member++) {
        for (int chunk = shares.first(member); chunk < shares.first(member + 1); chunk++) {
          assertThat(shares.imagesOf(chunk)).isBetween(1, shares.chunk());
          assertThat(seen).isEqualTo(chunk * shares.chunk());
          seen += shares.imagesOf(chunk);
        }
      }
      assertThat(seen).as(shares.toString()).isEqualTo(images);
    }
  }

  @Test
  void membersMayBeMoreThanChunks() {
    Shares shares = Shares.of(5, 4, 100);

    assertThat(shares.chunks()).isEqualTo(3);
    assertThat(IntStream.range(0, 4).filter(shares::isIdle)).hasSize(1);
  }

  @Test
  void aShareHasAsManyChunksAsTheNext() {
    assertThat(Shares.of(128, 2, 5)).isEqualTo(new Shares(128, 5, 2));
    assertThat(Shares.of(128, 2, 6)).isEqualTo(new Shares(128, 6, 2));
    assertThat(Shares.of(128, 2, 100)).isEqualTo(new Shares(128, 64, 2));
    assertThat(Shares.of(3, 2, 100)).isEqualTo(new Shares(3, 2, 2));
  }
}
