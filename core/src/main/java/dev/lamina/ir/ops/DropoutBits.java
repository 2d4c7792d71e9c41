package dev.lamina.ir.ops;

/**
 * The counter-based generator behind {@link ElementDropout}. Element {@code i} takes half {@code i
 * & 1} of word {@code i >> 1}; a word is Murmur3's 32-bit finalizer (Appleby, 2011) over the word's
 * index and a key made of seed and step, twice. An element is kept where its 16 bits are at least
 * {@code round(rate 2^16)}: the rate is met to 2^-17.
 */
public final class DropoutBits {
  private DropoutBits() {}

  /** The key of one step. */
  public static int key(int seed, int step) {
    return mix(mix(seed * 0x9E3779B9 + 0x7F4A7C15) ^ step * 0x85EBCA6B);
  }

  /** The word for elements {@code 2 index} and {@code 2 index + 1}. */
  public static int word(int key, int index) {
    return mix(mix(index + key) + key);
  }

  /** Elements whose 16 bits are below this are dropped. */
  public static int threshold(double rate) {
    return (int) Math.round(rate * 65536);
  }

  public static boolean keeps(int key, int element, int threshold) {
    int word = word(key, element >> 1);
    return ((element & 1) == 0 ? word & 0xFFFF : word >>> 16) >= threshold;
  }

  private static int mix(int z) {
    z = (z ^ z >>> 16) * 0x85EBCA6B;
    z = (z ^ z >>> 13) * 0xC2B2AE35;
    return z ^ z >>> 16;
  }
}
