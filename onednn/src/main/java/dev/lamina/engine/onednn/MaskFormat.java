package dev.lamina.engine.onednn;

import dev.lamina.ir.DropoutBits;

/**
 * How a dropout mask is stored. A word of random bits decides on two elements, so a pair of
 * bfloat16 numbers is made by integer arithmetic on whole words, which the JIT compiler vectorizes.
 * Bytes are for machines on which oneDNN does not read bfloat16.
 */
enum MaskFormat {
  BFLOAT16 {
    @Override
    int dataType() {
      return DataTypes.BF16;
    }

    @Override
    Drawer drawer() {
      int[] words = new int[PIECE];
      return (target, key, threshold, elements) -> {
        int wordCount = (elements + 1) / 2;
        for (int from = 0; from < wordCount; from += PIECE) {
          int count = Math.min(PIECE, wordCount - from);
          hash(words, from, count, key);
          for (int i = 0; i < count; i++) {
            int drop1 = ((words[i] & 0xFFFF) - threshold) >> 31;
            int drop2 = ((words[i] >>> 16) - threshold) >> 31;
            words[i] = (~drop1 & BFLOAT16_ONE) | (~drop2 & BFLOAT16_ONE << 16);
          }
          target.ints().put(from, words, 0, count);
        }
      };
    }
  },
  BYTE {
    @Override
    int dataType() {
      return DataTypes.U8;
    }

    @Override
    Drawer drawer() {
      int[] words = new int[PIECE];
      byte[] pairs = new byte[2 * PIECE];
      return (target, key, threshold, elements) -> {
        int wordCount = (elements + 1) / 2;
        for (int from = 0; from < wordCount; from += PIECE) {
          int count = Math.min(PIECE, wordCount - from);
          hash(words, from, count, key);
          for (int i = 0; i < count; i++) {
            pairs[2 * i] = (byte) ((words[i] & 0xFFFF) >= threshold ? 1 : 0);
            pairs[2 * i + 1] = (byte) (words[i] >>> 16 >= threshold ? 1 : 0);
          }
          int size = Math.min(2 * count, elements - 2 * from);
          target.bytes().put(2 * from, pairs, 0, size);
        }
      };
    }
  };

  /** Writes a mask in the logical order of elements. */
  interface Drawer {
    /**
     * Draws a mask.
     *
     * @param key what {@link DropoutBits#key} made of seed and step
     */
    void draw(NativeBuffer target, int key, int threshold, int elements);
  }

  private static final int PIECE = 4096;
  private static final int BFLOAT16_ONE = 0x3F80;

  /** 0, 1, 2, ...: a loop over loaded indices is vectorized, one that counts is not. */
  private static final int[] INDICES = new int[PIECE];

  static {
    for (int i = 0; i < PIECE; i++) {
      INDICES[i] = i;
    }
  }

  abstract int dataType();

  /** A drawer with its own working memory, for one thread. */
  abstract Drawer drawer();

  private static void hash(int[] words, int from, int count, int key) {
    for (int i = 0; i < count; i++) {
      words[i] = DropoutBits.word(key, INDICES[i] + from);
    }
  }
}
