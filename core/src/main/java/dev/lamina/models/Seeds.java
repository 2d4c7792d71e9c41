package dev.lamina.models;

import java.util.SplittableRandom;

/** Derives independent seeds for parts of a model from the model's one. */
final class Seeds {
  private Seeds() {}

  /** The seed of the part called {@code name}. */
  static long of(long seed, String name) {
    long result = seed;
    for (int i = 0; i < name.length(); i++) {
      result = new SplittableRandom(result ^ name.charAt(i)).nextLong();
    }
    return result;
  }

  static int mix(long seed) {
    return new SplittableRandom(seed).nextInt();
  }
}
