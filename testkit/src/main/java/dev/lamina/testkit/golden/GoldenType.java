package dev.lamina.testkit.golden;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The types of elements that golden files hold. */
public enum GoldenType {
  /** 32-bit floating point. */
  FLOAT32("<f4", 4, "floats"),
  /** 64-bit floating point. */
  FLOAT64("<f8", 8, "doubles"),
  /** 32-bit signed integers. */
  INT32("<i4", 4, "ints"),
  /** 64-bit signed integers. */
  INT64("<i8", 8, "longs"),
  /** 8-bit unsigned integers. */
  UINT8("|u1", 1, "bytes");

  private final String code;
  private final int bytes;
  private final String accessor;

  GoldenType(String code, int bytes, String accessor) {
    this.code = code;
    this.bytes = bytes;
    this.accessor = accessor;
  }

  static GoldenType of(String code) throws IOException {
    for (GoldenType type : values()) {
      if (type.code.equals(code)) {
        return type;
      }
    }
    String known = Arrays.stream(values()).map(type -> type.code).collect(Collectors.joining(", "));
    throw new IOException("unknown .npy type '%s', expected one of %s".formatted(code, known));
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  String accessor() {
    return accessor;
  }

  /** NumPy's name, such as {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
