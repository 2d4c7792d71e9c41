package dev.lamina.engine.onednn.primitives;

import java.nio.ByteBuffer;

/** bfloat16 numbers: the upper half of a float. */
final class Bfloat16 {
  private Bfloat16() {}

  /** Rounds floats to the nearest, ties to even. */
  static void write(float[] source, int from, int size, ByteBuffer target) {
    for (int i = 0; i < size; i++) {
      target.putShort(Short.BYTES * i, round(source[from + i]));
    }
  }

  static void read(ByteBuffer source, float[] target, int to, int size) {
    for (int i = 0; i < size; i++) {
      target[to + i] = Float.intBitsToFloat(source.getShort(Short.BYTES * i) << 16);
    }
  }

  /** Whether none of the first {@code size} is NaN or infinite: those have the largest exponent. */
  static boolean isFinite(ByteBuffer values, int size) {
    for (int i = 0; i < size; i++) {
      if ((values.getShort(Short.BYTES * i) & 0x7F80) == 0x7F80) {
        return false;
      }
    }
    return true;
  }

  private static short round(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      // Rounding could carry a NaN's bits over to infinity.
      return (short) ((bits >>> 16) | 0x40);
    }
    int lastKept = (bits >>> 16) & 1;
    return (short) ((bits + 0x7FFF + lastKept) >>> 16);
  }
}
