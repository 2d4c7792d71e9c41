package dev.lamina.keras;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the file in every error, and turns what damaged data cause into such errors. */
final class Loading {
  private Loading() {}

  /** What reads a file. */
  interface Reading<T> {
    T read() throws IOException;
  }

  static <T> T of(Path path, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (LaminaException e) {
      throw new LaminaException(path + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new LaminaException(
          "%s: this is not a valid model: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** A file's bytes. */
  static byte[] bytes(Path path) throws IOException {
    long size = Files.size(path);
    if (size > Integer.MAX_VALUE - 16L) {
      throw new LaminaException(
          "the file has %d bytes; at most 2 GB are supported".formatted(size));
    }
    return Files.readAllBytes(path);
  }
}
