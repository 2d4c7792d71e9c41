package dev.lamina.keras;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/** What one element of a data set is. Numbers are little-endian. */
record Hdf5Type(Kind kind, int size) {
  enum Kind {
    SIGNED,
    UNSIGNED,
    FLOAT,
    STRING,
    VARIABLE_STRING,
    OTHER
  }

  static final int HEADER = 8;

  /** Reads a datatype message. */
  static Hdf5Type parse(ByteBuffer message) {
    int first = message.get(0) & 0xFF;
    int bits = message.get(1) & 0xFF;
    int size = message.getInt(4);
    if (size < 1) {
      throw new LaminaException("an element of %d bytes is not possible".formatted(size));
    }
    boolean little = (bits & 0x41) == 0; // neither big-endian nor VAX
    return new Hdf5Type(
        switch (first & 0x0F) {
          case 0 ->
              !little || !isWhole(message, size)
                  ? Kind.OTHER
                  : (bits & 8) != 0 ? Kind.SIGNED : Kind.UNSIGNED;
          case 1 -> little && isIeee(message, size) ? Kind.FLOAT : Kind.OTHER;
          case 3 -> Kind.STRING;
          case 9 -> (bits & 0x0F) == 1 && size == 16 ? Kind.VARIABLE_STRING : Kind.OTHER;
          default -> Kind.OTHER;
        },
        size);
  }

  /** Whether all bits of an integer count. */
  private static boolean isWhole(ByteBuffer message, int size) {
    return size <= 8 && message.getShort(HEADER) == 0 && message.getShort(HEADER + 2) == 8 * size;
  }

  /** Whether sign, exponent and mantissa lie as in half, float or double. */
  private static boolean isIeee(ByteBuffer message, int size) {
    int exponentBits = size == 8 ? 11 : size == 4 ? 8 : 5;
    int mantissaBits = 8 * size - 1 - exponentBits;
    return (size == 2 || size == 4 || size == 8)
        && (message.get(2) & 0xFF) == 8 * size - 1
        && message.getShort(HEADER) == 0
        && message.getShort(HEADER + 2) == 8 * size
        && message.get(HEADER + 4) == mantissaBits
        && message.get(HEADER + 5) == exponentBits
        && message.get(HEADER + 6) == 0
        && message.get(HEADER + 7) == mantissaBits
        && message.getInt(HEADER + 8) == (1 << (exponentBits - 1)) - 1;
  }

  double number(ByteBuffer bytes, int at, String path) {
    return switch (kind) {
      case FLOAT ->
          switch (size) {
            case 4 -> bytes.getFloat(at);
            case 8 -> bytes.getDouble(at);
            default -> half(bytes.getShort(at));
          };
      case SIGNED, UNSIGNED -> whole(bytes, at);
      default ->
          throw new LaminaException(
              "%s holds elements of a type that is not supported (%s, %d bytes); expected little-endian numbers"
                  .formatted(path, kind, size));
    };
  }

  private long whole(ByteBuffer bytes, int at) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | (bytes.get(at + i) & 0xFF);
    }
    int unused = 64 - 8 * size;
    return kind == Kind.SIGNED ? value << unused >> unused : value;
  }

  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int mantissa = bits & 0x3FF;
    double magnitude =
        exponent == 0
            ? mantissa * 0x1p-24
            : exponent == 31
                ? (mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                : (1024 + mantissa) * Math.scalb(1.0, exponent - 25);
    return bits < 0 ? -magnitude : magnitude;
  }
}
