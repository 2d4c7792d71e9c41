package dev.lamina.benchmarks.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted of calls by several threads. */
@Timeout(60)
class CallersMeasurementTest {
  private static final float[] IMAGE = {1, 2, 3};

  @FunctionalInterface
  private interface Inference {
    float[] infer(float[] images) throws Exception;
  }

  private record Fake(Inference inference) implements Contestant {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public long parameters() {
      return 0;
    }

    @Override
    public Map<String, String> versions() {
      return Map.of();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public void train(int steps, Runnable lap) {}

    @Override
    public float[] infer(float[] images, int count) throws Exception {
      assertThat(count).isEqualTo(1);
      return inference.infer(images);
    }
  }

  private static Map<String, Object> measure(int callers, Inference inference) throws Exception {
    return new CallersMeasurement(new Fake(inference), IMAGE, callers, 1).answer();
  }

  private static double number(Map<String, Object> answer, String key) {
    return ((Number) answer.get(key)).doubleValue();
  }

  /** No call returns before all four threads have called. */
  @Test
  void callersCallAtTheSameTimeEachWithAnImageOfItsOwn() throws Exception {
    CountDownLatch all = new CountDownLatch(4);
    Set<float[]> images = ConcurrentHashMap.newKeySet(); // float[] is equal to itself alone
    AtomicInteger calls = new AtomicInteger();
    Map<String, Object> answer =
        measure(
            4,
            image -> {
              assertThat(image).containsExactly(IMAGE);
              images.add(image);
              calls.incrementAndGet();
              all.countDown();
              all.await();
              Thread.sleep(10);
              return image;
            });
    assertThat(images).hasSize(4);
    assertThat(answer).containsEntry("callers", 4).containsEntry("batch_size", 1);
    int predictions = (int) number(answer, "predictions");
    assertThat(predictions).isBetween(4, calls.get() - 4); // the first of each warms up
    double seconds = number(answer, "seconds");
    assertThat(number(answer, "predictions_per_second") * seconds)
        .isBetween(predictions - 0.01, predictions + 0.01);
    assertThat(number(answer, "median_ms")).isGreaterThanOrEqualTo(10);
    assertThat(number(answer, "slowest_ms")).isGreaterThanOrEqualTo(number(answer, "median_ms"));
  }

  /** Calls longer than the time: each caller's second call is counted all the same. */
  @Test
  void noCallerIsLeftOut() throws Exception {
    Map<String, Object> answer =
        measure(
            2,
            image -> {
              Thread.sleep(1500);
              return image;
            });
    assertThat(number(answer, "predictions")).isEqualTo(2);
    assertThat(number(answer, "slowest_ms")).isGreaterThanOrEqualTo(1500);
  }

  @Test
  void aFailureIsTheAnswer() {
    assertThatThrownBy(
            () ->
                measure(
                    2,
                    image -> {
                      throw new IllegalStateException("out of memory");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("out of memory");
  }
}
