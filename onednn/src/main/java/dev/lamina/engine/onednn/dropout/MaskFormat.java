package dev.lamina.engine.onednn.dropout;

import dev.lamina.engine.onednn.primitives.DataTypes;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.ir.ops.DropoutBits;

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
      return (target, start, firstWord, key, threshold, first, end) -> {
        for (int piece = first; piece < end; piece++) {
          int position = start / Integer.BYTES + piece * words.length;
          int count = hash(words, order, piece, firstWord, key);
          for (int i = 0; i < count; i++) {
            int drop1 = ((words[i] & 0xFFFF) - threshold) >> 31;
            int drop2 = ((words[i] >>> 16) - threshold) >> 31;
            words[i] = (~drop1 & BFLOAT16_ONE) | (~drop2 & (BFLOAT16_ONE << 16));
          }
          target.ints().put(position, words, 0, count);
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
      return (target, start, firstWord, key, threshold, first, end) -> {
        for (int piece = first; piece < end; piece++) {
          int position = start + 2 * piece * words.length;
          int count = hash(words, order, piece, firstWord, key);
          for (int i = 0; i < count; i++) {
            pairs[2 * i] = (byte) ((words[i] & 0xFFFF) >= threshold ? 1 : 0);
            pairs[2 * i + 1] = (byte) (words[i] >>> 16 >= threshold ? 1 : 0);
          }
          target.bytes().put(position, pairs, 0, 2 * count);
        }
      };
    }
  };

  /** Writes a mask; an odd number of elements is followed by one more, in the alignment's space. */
  interface Drawer {
    /**
     * Draws some pieces of a mask, or of a part of one.
     *
     * @param start where in the target the first piece of the order lies, in bytes
     * @param firstWord the number, in the logical order of the whole mask, of the order's first
     *     word
     * @param key what {@link DropoutBits#key} made of seed and step
     * @param first the first piece of the order
     * @param end the first piece that is not drawn
     */
    void draw(
        NativeBuffer target, int start, int firstWord, int key, int threshold, int first, int end);
  }

  private static final int BFLOAT16_ONE = 0x3F80;

  abstract int dataType();

  /** A drawer with its own working memory, for one thread. */
  abstract Drawer drawer(DrawOrder order);

  /** Fills in the words of a piece; returns their number. */
  private static int hash(int[] words, DrawOrder order, int piece, int firstWord, int key) {
    int[] table = order.table();
    int start = firstWord + order.starts()[piece];
    int count = Math.min(table.length, order.words() - piece * table.length);
    for (int i = 0; i < count; i++) {
      words[i] = DropoutBits.word(key, table[i] + start);
    }
    return count;
  }
}
