package dev.lamina.engine.onednn.threads;

import dev.lamina.LaminaException;
import dev.lamina.engine.onednn.natives.NativeFunction;
import java.util.Map;
import java.util.Optional;

/** Tells oneDNN's OpenMP how many threads to compute with. */
public final class OpenMp {
  private OpenMp() {}

  /**
   * Sets how many threads parallel work that the calling thread starts is spread over.
   *
   * @return the number in effect
   * @throws LaminaException if it cannot be set and is another one
   */
  public static int apply(Threads threads) {
    Optional<NativeFunction> setter = NativeFunction.find("omp_set_num_threads");
    if (setter.isEmpty()) {
      return inEffect(threads, System.getenv(), Runtime.getRuntime().availableProcessors());
    }
    // Else OpenMP starts fewer on a busy machine, and primitives count on all of them.
    NativeFunction.find("omp_set_dynamic").ifPresent(dynamic -> dynamic.call(0));
    setter.get().call(threads.used());
    return threads.used();
  }

  /** As {@link #apply}, within a process for which that has been done. */
  static void set(int threads) {
    NativeFunction.find("omp_set_num_threads").ifPresent(setter -> setter.call(threads));
  }

  /** What OpenMP does by itself, if that is what is wished or nobody wished anything. */
  static int inEffect(Threads threads, Map<String, String> environment, int processors) {
    int inEffect = byItself(environment, processors);
    if ((threads.wish() != null || inEffect > processors) && inEffect != threads.used()) {
      throw refusal(threads, inEffect);
    }
    return inEffect;
  }

  /** How many threads OpenMP computes with where nobody has told it. */
  static int byItself(Map<String, String> environment, int processors) {
    int byEnvironment = Threads.parse(environment.get(Threads.VARIABLE));
    return byEnvironment > 0 ? byEnvironment : processors;
  }

  static LaminaException refusal(Threads threads, int inEffect) {
    return new LaminaException(
        "cannot set %s from here, oneDNN computes with %d; set the environment variable %s=%d before the start"
            .formatted(threads, inEffect, Threads.VARIABLE, threads.used()));
  }
}
