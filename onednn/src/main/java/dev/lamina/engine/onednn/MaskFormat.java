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
    Drawer drawer(DrawOrder order) {
      int[] words = new int[order.table().length];
      return (target, key, threshold) -> {
        int position = 0;
        for (int start : order.starts()) {
          int count = hash(words, order, start, position, key);
          for (int i = 0; i < count; i++) {
            int drop1 = ((words[i] & 0xFFFF) - threshold) >> 31;
            int drop2 = ((words[i] >>> 16) - threshold) >> 31;
            words[i] = (~drop1 & BFLOAT16_ONE) | (~drop2 & (BFLOAT16_ONE << 16));
          }
          target.ints().put(position, words, 0, count);
          position += count;
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
    Drawer drawer(DrawOrder order) {
      int[] words = new int[order.table().length];
      byte[] pairs = new byte[2 * words.length];
      return (target, key, threshold) -> {
        int position = 0;
        for (int start : order.starts()) {
          int count = hash(words, order, start, position, key);
          for (int i = 0; i < count; i++) {
            pairs[2 * i] = (byte) ((words[i] & 0xFFFF) >= threshold ? 1 : 0);
            pairs[2 * i + 1] = (byte) (words[i] >>> 16 >= threshold ? 1 : 0);
          }
          target.bytes().put(2 * position, pairs, 0, 2 * count);
          position += count;
        }
      };
    }
  };

  /** Writes a mask; an odd number of elements is followed by one more, in the alignment's space. */
  interface Drawer {
    /**
     * Draws a mask.
     *
     * @param key what {@link DropoutBits#key} made of seed and step
     */
    void draw(NativeBuffer target, int key, int threshold);
  }

  private static final int BFLOAT16_ONE = 0x3F80;

  abstract int dataType();

  /** A drawer with its own working memory, for one thread. */
  abstract Drawer drawer(DrawOrder order);

  /** Fills in the words of the piece that is to lie at {@code position}; returns their number. */
  private static int hash(int[] words, DrawOrder order, int start, int position, int key) {
    int[] table = order.table();
    int count = Math.min(table.length, order.words() - position);
    for (int i = 0; i < count; i++) {
      words[i] = DropoutBits.word(key, table[i] + start);
    }
    return count;
  }
}
