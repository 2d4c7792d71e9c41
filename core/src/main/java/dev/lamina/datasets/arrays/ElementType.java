package dev.lamina.datasets.arrays;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Types of the elements in data files, with NumPy's names. */
public enum ElementType {
  BOOL(1, true),
  UINT8(1, true),
  INT8(1, true),
  UINT16(2, true),
  INT16(2, true),
  UINT32(4, true),
  INT32(4, true),
  UINT64(8, true),
  INT64(8, true),
  FLOAT16(2, false),
  FLOAT32(4, false),
  FLOAT64(8, false),
  /** One letter of NumPy's {@code <U8}: a code point; a text is the last axis. */
  UNICODE(4, false),
  /** One letter of NumPy's {@code S5}. */
  BYTE_TEXT(1, false);

  final int bytes;

  /** Whether it holds whole numbers only. */
  public final boolean whole;

  ElementType(int bytes, boolean whole) {
    this.bytes = bytes;
    this.whole = whole;
  }

  /** Whether elements are text and not numbers. */
  public boolean isText() {
    return this == UNICODE || this == BYTE_TEXT;
  }

  /** The element at byte {@code at}, rounded to float. */
  float readFloat(ByteBuffer from, int at) {
    return switch (this) {
      case FLOAT16 -> halfToFloat(from.getShort(at));
      case FLOAT32 -> from.getFloat(at);
      case FLOAT64 -> (float) from.getDouble(at);
      default -> readLong(from, at);
    };
  }

  /** The whole number at byte {@code at}; an unsigned one beyond 2^63-1 becomes 2^63-1. */
  long readLong(ByteBuffer from, int at) {
    return switch (this) {
      case BOOL -> from.get(at) == 0 ? 0 : 1;
      case UINT8, BYTE_TEXT -> from.get(at) & 0xff;
      case INT8 -> from.get(at);
      case UINT16 -> from.getShort(at) & 0xffff;
      case INT16 -> from.getShort(at);
      case UINT32 -> from.getInt(at) & 0xffff_ffffL;
      case INT32, UNICODE -> from.getInt(at);
      case UINT64 -> from.getLong(at) < 0 ? Long.MAX_VALUE : from.getLong(at);
      case INT64 -> from.getLong(at);
      case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException(this + " is not whole");
    };
  }

  /** IEEE 754 binary16; Java has this from version 20 on. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    int wideExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 13);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
