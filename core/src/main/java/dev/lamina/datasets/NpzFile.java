package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.ArrayHeader;
import dev.lamina.datasets.arrays.ArrayNames;
import dev.lamina.datasets.arrays.NamedArray;
import dev.lamina.datasets.arrays.NpyHeader;
import dev.lamina.datasets.arrays.RawArray;
import dev.lamina.datasets.arrays.UnpackedArray;
import dev.lamina.datasets.folders.FileErrors;
import dev.lamina.datasets.folders.Listing;
import dev.lamina.datasets.folders.Part;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * NumPy's archives of arrays, as {@code numpy.savez} and {@code numpy.savez_compressed} write them
 * and Keras's {@code mnist.npz} is one.
 *
 * <pre>{@code
 * // in Python: numpy.savez("mnist.npz", x_train=x, y_train=y, x_test=..., y_test=...)
 * TrainTest mnist = NpzFile.load(Path.of("mnist.npz"), new DataOptions());
 * }</pre>
 *
 * <p>The arrays have the names of {@link NpyDirectory}'s files without {@code .npy}, or {@code
 * arr_0} and {@code arr_1} where they were given none. They are read into memory.
 */
public final class NpzFile {

  static final String LOOKED_FOR =
      "x_train and y_train (and x_test, y_test, the test part), x and y, or arr_0 and arr_1";

  private NpzFile() {}

  /**
   * Reads the arrays of an archive.
   *
   * @throws DataException when the content is malformed or does not fit together
   * @throws IOException when the file cannot be read
   */
  public static TrainTest load(Path file, DataOptions options) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> entries =
          Collections.list(zip.entries()).stream().map(ZipEntry::getName).toList();
      ArrayNames names = ArrayNames.in(entries, file.toString());
      Map<Part, ArrayData.Pair> parts = new EnumMap<>(Part.class);
      for (Map.Entry<Part, ArrayNames.Pair> part : names.parts().entrySet()) {
        parts.put(
            part.getKey(),
            new ArrayData.Pair(
                array(file, zip, part.getValue().x(), entries),
                array(file, zip, part.getValue().y(), entries)));
      }
      if (!parts.containsKey(Part.TRAIN)) {
        throw missing(file, entries);
      }
      return ArrayData.of(parts, file.toString(), "x_test", options);
    } catch (ZipException | EOFException e) {
      throw new DataException(
          "%s: not a whole NumPy archive (%s); copy or download it again, or write it with numpy.savez"
              .formatted(file, e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "%s: the archive is corrupt (%s); copy or download it again"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw FileErrors.explained(file, e);
    }
  }

  private static DataException missing(Path file, List<String> entries) {
    return new DataException(
        "%s: expected the arrays %s; found: %s; name them: numpy.savez(path, x_train=x, y_train=y)"
            .formatted(
                file, LOOKED_FOR, entries.isEmpty() ? "nothing" : Listing.shortened(entries)));
  }

  private static NamedArray array(
      Path file, ZipFile zip, Optional<String> entryName, List<String> entries) throws IOException {
    ZipEntry entry = entryName.map(zip::getEntry).orElse(null);
    if (entry == null) {
      throw missing(file, entries);
    }
    String name = file + ": " + entry.getName();
    CRC32 checksum = new CRC32();
    try (InputStream in =
        new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), checksum))) {
      ArrayHeader header = NpyHeader.read(in, name);
      RawArray array =
          UnpackedArray.read(
              in,
              header,
              name,
              "save the arrays as .npy files with numpy.save (they are then read from disk)");
      if (entry.getCrc() != checksum.getValue()) {
        throw new DataException(name + ": the checksum is wrong; copy or download the file again");
      }
      return new NamedArray(name, array);
    }
  }
}
