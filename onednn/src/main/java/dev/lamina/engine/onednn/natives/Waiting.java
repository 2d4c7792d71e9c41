package dev.lamina.engine.onednn.natives;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;

/**
 * How long OpenMP's threads wait in busy loops, for work and for each other, before they sleep. By
 * itself GNU's OpenMP does so for milliseconds after each piece of work: between two calls that
 * burns a processor for nothing, and beside other programs its threads keep from the processor the
 * very thread that they wait for.
 *
 * <p>It reads its settings from the environment when it is loaded, and there is no function for
 * them. So before that they are put into the environment that native code sees; Java's, and that of
 * processes started from Java, stay as they are.
 */
public final class Waiting {
  static final String SPIN_VARIABLE = "GOMP_SPINCOUNT";
  static final String POLICY_VARIABLE = "OMP_WAIT_POLICY";

  /**
   * Turns of the loop, about .2 to .4 ms. Measured with the reference CNN on two AVX2 processors,
   * the mean of a training step: beside two busy processes 111 ms, with ten times as many turns
   * 175; where the machine is idle 44 ms, with a tenth of them 48, as the threads sleep between two
   * steps.
   */
  private static final String SPINS = "10000";

  private Waiting() {}

  /** Bounds the waiting, unless the user has said how to wait or OpenMP is loaded already. */
  static void choose() {
    if (isChosen(System.getenv())) {
      return;
    }
    try {
      NativeFunction.find("setenv").ifPresent(Waiting::bound);
    } catch (LinkageError | IllegalCallerException e) {
      // Native code is not to be had: loading oneDNN, which comes next, says why.
    }
  }

  private static void bound(NativeFunction setter) {
    try (BytePointer name = new BytePointer(SPIN_VARIABLE);
        BytePointer value = new BytePointer(SPINS)) {
      setter.call(name.address(), value.address(), 0);
    }
  }

  /** Whether the user has. */
  static boolean isChosen(Map<String, String> environment) {
    return environment.containsKey(SPIN_VARIABLE) || environment.containsKey(POLICY_VARIABLE);
  }

  /** For bug reports. */
  public static String describe(Map<String, String> environment) {
    String chosen =
        Stream.of(POLICY_VARIABLE, SPIN_VARIABLE)
            .filter(environment::containsKey)
            .map(name -> name + "=" + environment.get(name))
            .collect(Collectors.joining(" "));
    return chosen.isEmpty()
        ? SPIN_VARIABLE + "=" + SPINS + ", chosen by Lamina"
        : chosen + ", from the environment";
  }
}
