package dev.lamina.datasets.arrays;

import dev.lamina.DataException;

/**
 * An array and what messages call it.
 *
 * @param name the file, or the file and the name in it
 */
public record NamedArray(String name, RawArray array) {

  /** The array's header. */
  public ArrayHeader header() {
    return array.header;
  }

  /** An error about this array, by its name. */
  public DataException refused(String problem) {
    return new DataException(name + ": " + problem);
  }
}
