package dev.lamina.keras.zip;

import java.nio.ByteBuffer;

/** The values of an entry that are too large for its header, or that the writer feared to be. */
final class Zip64Field {
  private static final int ID = 1;
  private static final long SATURATED = 0xFFFF_FFFFL;

  private final String name;
  private final ByteBuffer values;

  private Zip64Field(String name, ByteBuffer values) {
    this.name = name;
    this.values = values;
  }

  /** Finds the field among the extra fields of the entry of this name. */
  static Zip64Field of(String name, ByteBuffer extra) {
    ByteBuffer found = null;
    while (extra.hasRemaining()) {
      if (extra.remaining() < 4) {
        throw ZipBytes.damaged("%s: its extra fields are cut off".formatted(name));
      }
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      if (length > extra.remaining()) {
        throw ZipBytes.damaged("%s: its extra fields are cut off".formatted(name));
      }
      if (id == ID) {
        if (found != null) {
          throw ZipBytes.damaged("%s has two zip64 fields".formatted(name));
        }
        found = extra.slice(extra.position(), length).order(extra.order());
      }
      extra.position(extra.position() + length);
    }
    return new Zip64Field(name, found == null ? extra : found);
  }

  /** The value, or the field's next one where this stands for it. Asked in the field's order. */
  long next(int value) {
    long small = Integer.toUnsignedLong(value);
    if (small != SATURATED) {
      return small;
    }
    if (values.remaining() < 8) {
      throw ZipBytes.damaged("%s lacks a value in its zip64 field".formatted(name));
    }
    long large = values.getLong();
    if (large < 0) {
      throw ZipBytes.damaged("%s has a negative value in its zip64 field".formatted(name));
    }
    return large;
  }
}
