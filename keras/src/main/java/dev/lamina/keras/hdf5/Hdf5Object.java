package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group or a data set of an HDF5 file.
 *
 * @param path where in the file, for messages
 * @param children what a group holds, in the file's order; empty for a data set
 * @param attributes strings, lists of strings, or numbers; those of other types are left out
 * @param data null for a group
 */
public record Hdf5Object(
    String path,
    Map<String, Hdf5Object> children,
    Map<String, Object> attributes,
    @Nullable Hdf5Data data) {

  /** What lies at a path of names with slashes between them, or null. */
  public @Nullable Hdf5Object find(String relativePath) {
    Hdf5Object at = this;
    for (String part : relativePath.split("/", -1)) {
      at = at.children.get(part);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  /** What lies at this path, or an error that lists what is there. */
  public Hdf5Object get(String relativePath) {
    Hdf5Object found = find(relativePath);
    if (found == null) {
      throw new LaminaException(
          "%s: there is no \"%s\" in it; there are %s"
              .formatted(path, relativePath, children.keySet()));
    }
    return found;
  }

  /** The data; a group is an error. */
  public Hdf5Data requireData() {
    if (data == null) {
      throw new LaminaException(path + " is a group, expected a data set");
    }
    return data;
  }
}
