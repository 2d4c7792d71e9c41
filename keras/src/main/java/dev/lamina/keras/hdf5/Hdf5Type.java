package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What one element of a data set is.
 *
 * @param order that of a number's bytes
 */
public record Hdf5Type(Kind kind, int size, ByteOrder order) {
  /** What its bits mean. */
  public enum Kind {
    SIGNED,
    UNSIGNED,
    FLOAT,
    BFLOAT16,
    STRING,
    VARIABLE_STRING,
    OPAQUE,
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
    int kind = first & 0x0F;
    boolean big = kind <= 1 && (bits & 1) != 0;
    return new Hdf5Type(
        switch (kind) {
          case 0 ->
              !isWhole(message, size) ? Kind.OTHER : (bits & 8) != 0 ? Kind.SIGNED : Kind.UNSIGNED;
          case 1 -> (bits & 0x40) != 0 ? Kind.OTHER : real(message, size); // the order of a VAX
          case 3 -> Kind.STRING;
          case 5 -> Kind.OPAQUE;
          case 9 -> (bits & 0x0F) == 1 && size == 16 ? Kind.VARIABLE_STRING : Kind.OTHER;
          default -> Kind.OTHER;
        },
        size,
        big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Keras 3 writes bfloat16 as two opaque bytes, and says so in the attribute {@code dtype}. */
  Hdf5Type named(@Nullable Object dtype) {
    return kind == Kind.OPAQUE && size == 2 && "bfloat16".equals(dtype)
        ? new Hdf5Type(Kind.BFLOAT16, 2, ByteOrder.LITTLE_ENDIAN)
        : this;
  }

  /** Whether all bits of an integer count. */
  private static boolean isWhole(ByteBuffer message, int size) {
    return size <= 8 && message.getShort(HEADER) == 0 && message.getShort(HEADER + 2) == 8 * size;
  }

  private static Kind real(ByteBuffer message, int size) {
    return switch (size) {
      case 2 ->
          isIeee(message, 16, 5) ? Kind.FLOAT : isIeee(message, 16, 8) ? Kind.BFLOAT16 : Kind.OTHER;
      case 4 -> isIeee(message, 32, 8) ? Kind.FLOAT : Kind.OTHER;
      case 8 -> isIeee(message, 64, 11) ? Kind.FLOAT : Kind.OTHER;
      default -> Kind.OTHER;
    };
  }

  /** Whether sign, exponent and mantissa lie one behind the other in this many bits. */
  private static boolean isIeee(ByteBuffer message, int bits, int exponentBits) {
    int mantissaBits = bits - 1 - exponentBits;
    return (message.get(2) & 0xFF) == bits - 1
        && message.getShort(HEADER) == 0
        && message.getShort(HEADER + 2) == bits
        && message.get(HEADER + 4) == mantissaBits
        && message.get(HEADER + 5) == exponentBits
        && message.get(HEADER + 6) == 0
        && message.get(HEADER + 7) == mantissaBits
        && message.getInt(HEADER + 8) == (1 << (exponentBits - 1)) - 1;
  }

  /** The number that starts at this byte; the path is for messages. */
  public double number(ByteBuffer bytes, int at, String path) {
    return switch (kind) {
      case FLOAT ->
          switch (size) {
            case 4 -> Float.intBitsToFloat((int) bits(bytes, at));
            case 8 -> Double.longBitsToDouble(bits(bytes, at));
            default -> half((short) bits(bytes, at));
          };
      case BFLOAT16 -> Float.intBitsToFloat((int) bits(bytes, at) << 16);
      case UNSIGNED -> bits(bytes, at);
      case SIGNED -> {
        int unused = 64 - 8 * size;
        yield bits(bytes, at) << unused >> unused;
      }
      default ->
          throw new LaminaException(
              "%s holds elements of a type that is not supported (%s, %d bytes); expected whole numbers, float16, bfloat16, float32 or float64"
                  .formatted(path, kind, size));
    };
  }

  private long bits(ByteBuffer bytes, int at) {
    if (order == ByteOrder.LITTLE_ENDIAN) {
      return Hdf5Bytes.unsigned(bytes, at, size);
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (bytes.get(at + i) & 0xFF);
    }
    return value;
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
