package dev.lamina.engine.onednn;

import dev.lamina.LaminaException;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** How many threads oneDNN computes with. */
final class OpenMp {
  static final String VARIABLE = "OMP_NUM_THREADS";

  private OpenMp() {}

  /**
   * The number of threads to use.
   *
   * @param requested 0 for the environment's choice, or else one per physical core that this
   *     process may use (OpenMP itself overlooks the limits of containers)
   */
  static int choose(int requested, Map<String, String> environment, int processors, int cores) {
    if (requested > 0) {
      return requested;
    }
    int fromEnvironment = parse(environment.get(VARIABLE));
    return fromEnvironment > 0 ? fromEnvironment : Math.max(1, Math.min(processors, cores));
  }

  static int choose(int requested) {
    return choose(
        requested,
        System.getenv(),
        Runtime.getRuntime().availableProcessors(),
        Loader.totalCores());
  }

  /**
   * Sets how many threads parallel work that the calling thread starts is spread over.
   *
   * @param threads what {@link #choose(int)} gave
   * @param requested what the user asked for, 0 for nothing
   * @return the number in effect
   * @throws LaminaException if the user's wish cannot be met
   */
  static int apply(int threads, int requested) {
    Optional<NativeFunction> setter = NativeFunction.find("omp_set_num_threads");
    if (setter.isPresent()) {
      setter.get().call(threads);
      return threads;
    }
    int byEnvironment = parse(System.getenv(VARIABLE));
    int inEffect = byEnvironment > 0 ? byEnvironment : Runtime.getRuntime().availableProcessors();
    if (requested > 0 && requested != inEffect) {
      throw refusal(requested, inEffect);
    }
    return inEffect;
  }

  static LaminaException refusal(int requested, int inEffect) {
    return new LaminaException(
        "cannot set %d threads from here, oneDNN computes with %d; set the environment variable %s=%d before the start"
            .formatted(requested, inEffect, VARIABLE, requested));
  }

  /** The first number of a list such as {@code 4,2}; 0 if there is none. */
  private static int parse(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    String first = text.split(",", 2)[0].strip();
    return first.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(first) : 0;
  }
}
