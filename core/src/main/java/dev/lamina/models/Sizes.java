package dev.lamina.models;

import java.util.Locale;

/** Writes sizes of memory for people. */
final class Sizes {
  private Sizes() {}

  /** For example {@code 40 bytes}, {@code 98.0 KiB} or {@code 1.6 MiB}. */
  static String bytes(long bytes) {
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
