package dev.lamina.network;

import java.util.SplittableRandom;

/** Derives independent seeds for parts of a model from the model's one. */
public final class Seeds {
  private Seeds() {}

  /** The seed of the part called {@code name}. */
  public static long of(long seed, String name) {
    long result = seed;
    for (int i = 0; i < name.length(); i++) {
      result = new SplittableRandom(result ^ name.charAt(i)).nextLong();
    }
    return result;
  }

  /** A seed of 32 bits. */
  public static int mix(long seed) {
    return new SplittableRandom(seed).nextInt();
  }
}
