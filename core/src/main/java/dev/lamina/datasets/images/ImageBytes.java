package dev.lamina.datasets.images;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An encoded image in memory, and what messages call it: its path, if it has one. */
public final class ImageBytes {

  /** What messages call an image that did not come from a file. */
  public static final String NAMELESS = "the image";

  private static final int MAX_BYTES = 1 << 28;

  private final String name;
  private final byte[] content;

  private ImageBytes(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  String name() {
    return name;
  }

  /** All bytes; not to be written to. */
  public byte[] content() {
    return content;
  }

  /**
   * Checks the length.
   *
   * @throws DataException when there are no bytes, or too many
   */
  public static ImageBytes of(String name, byte[] content) throws DataException {
    checkLength(name, content.length);
    return new ImageBytes(name, content);
  }

  /** Reads a file. */
  public static ImageBytes of(Path file) throws IOException {
    try {
      checkLength(file.toString(), Files.size(file));
      return of(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw FileErrors.explained(file, e);
    }
  }

  /** Reads to the end, or a little more than is allowed. */
  public static ImageBytes of(InputStream in) throws IOException {
    return of(NAMELESS, in.readNBytes(MAX_BYTES + 1));
  }

  private static void checkLength(String name, long length) throws DataException {
    if (length > MAX_BYTES) {
      throw new DataException(
          "%s: the image file has %d bytes; at most 2^28 are read; shrink the image"
              .formatted(name, length));
    }
    if (length == 0) {
      throw new DataException(
          name + ": the image file is empty; delete it, or replace it with a complete one");
    }
  }
}
