package dev.lamina.engine.reference;

/** What becomes of a number when it is stored. */
enum Rounding {
  NONE,
  FLOAT32,
  /** To the nearest, ties to even, by way of a float, as processors do it. */
  BFLOAT16;

  double round(double value) {
    return switch (this) {
      case NONE -> value;
      case FLOAT32 -> (float) value;
      case BFLOAT16 -> bfloat16((float) value);
    };
  }

  private static float bfloat16(float value) {
    if (Float.isNaN(value)) {
      return value;
    }
    int bits = Float.floatToRawIntBits(value);
    int lastKept = (bits >>> 16) & 1;
    return Float.intBitsToFloat((bits + 0x7FFF + lastKept) & 0xFFFF0000);
  }
}
