package dev.lamina.datasets.images;

import dev.lamina.ir.Shape;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was found when an image file was decoded.
 *
 * @param size height x width, upright; null when the image is broken
 * @param problem why it is broken; empty when it is not
 * @param hash SHA-256 of the content; empty when it could not be read
 */
public record ImageInspection(Path file, @Nullable Shape size, String problem, String hash) {

  /** Whether the image cannot be read. */
  public boolean isBroken() {
    return size == null;
  }
}
