package dev.lamina.engine.onednn.threads;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * How many threads to compute with. More threads than processors would wait for each other in busy
 * loops: twice as many are several times slower, hundreds never get anywhere. So a wish is met as
 * far as the process may use processors, which a container, {@code taskset} or {@code
 * -XX:ActiveProcessorCount} may have limited.
 *
 * @param used how many there are, at least 1
 * @param wish who wants how many, as {@code OMP_NUM_THREADS=8}; null if nobody said anything
 * @param limit what stood in the way of more; null if nothing did
 */
public record Threads(int used, @Nullable String wish, @Nullable String limit) {
  static final String VARIABLE = "OMP_NUM_THREADS";

  /** OpenMP starts no more, whatever it is asked for: primitives must not count on them. */
  static final String LIMIT_VARIABLE = "OMP_THREAD_LIMIT";

  /**
   * Chooses for this process.
   *
   * @param requested 0 for the environment's choice, or else one per physical core that this
   *     process may use (OpenMP itself overlooks the limits of containers)
   */
  public static Threads choose(int requested) {
    return choose(
        requested,
        System.getenv(),
        Runtime.getRuntime().availableProcessors(),
        Loader.totalCores());
  }

  static Threads choose(int requested, Map<String, String> environment, int processors, int cores) {
    int fromEnvironment = parse(environment.get(VARIABLE));
    int fromLimit = parse(environment.get(LIMIT_VARIABLE));
    int most = fromLimit > 0 ? Math.min(fromLimit, processors) : processors;
    String limit =
        most < processors
            ? LIMIT_VARIABLE + "=" + fromLimit
            : "this process may use %d processor%s"
                .formatted(processors, processors == 1 ? "" : "s");
    if (requested > 0) {
      return bounded(requested, requested + " were asked for", most, limit);
    } else if (fromEnvironment > 0) {
      return bounded(fromEnvironment, VARIABLE + "=" + fromEnvironment, most, limit);
    }
    return new Threads(Math.max(1, Math.min(most, cores)), null, null);
  }

  private static Threads bounded(int wanted, String wish, int most, String limit) {
    return wanted <= most ? new Threads(wanted, wish, null) : new Threads(most, wish, limit);
  }

  /** Exactly so many, where it is known that they run. */
  public static Threads exactly(int count) {
    return new Threads(count, null, null);
  }

  /** Why there are fewer than somebody wished, if that is so. */
  public Optional<String> shortfall() {
    return limit == null ? Optional.empty() : Optional.of(wish + ", but " + limit);
  }

  /** As {@code 2 threads}, with the reason if more were wished. */
  @Override
  public String toString() {
    String count = used + (used == 1 ? " thread" : " threads");
    return shortfall().map(why -> count + " (" + why + ")").orElse(count);
  }

  /** The first number of a list such as {@code 4,2}; 0 if there is none. */
  static int parse(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    String first = text.split(",", 2)[0].strip();
    return first.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(first) : 0;
  }
}
