package dev.lamina.text;

import java.util.Locale;

/** Writes sizes of memory for people. */
public final class ByteSize {
  private ByteSize() {}

  /** For example {@code 40 bytes}, {@code 98.0 KiB} or {@code 1.6 MiB}. */
  public static String of(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    double size = bytes / 1024.0;
    for (String unit : new String[] {"KiB", "MiB"}) {
      if (size < 1024) {
        return String.format(Locale.ROOT, "%.1f %s", size, unit);
      }
      size /= 1024;
    }
    return String.format(Locale.ROOT, "%.1f GiB", size);
  }
}
