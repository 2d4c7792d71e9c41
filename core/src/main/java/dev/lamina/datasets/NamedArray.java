package dev.lamina.datasets;

/**
 * An array and what messages call it.
 *
 * @param name the file, or the file and the name in it
 */
record NamedArray(String name, RawArray array) {

  ArrayHeader header() {
    return array.header;
  }

  DataException refused(String problem) {
    return new DataException(name + ": " + problem);
  }
}
