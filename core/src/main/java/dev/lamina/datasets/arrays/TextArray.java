package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.FileNames;
import java.nio.charset.StandardCharsets;

/** Reads arrays of texts, such as names of classes. */
public final class TextArray {

  private TextArray() {}

  /** One text a row, in composed Unicode; NumPy pads them with zeros. */
  public static String[] read(NamedArray y) throws DataException {
    String[] texts = new String[y.header().rows()];
    int width = y.header().rowSize();
    boolean unicode = y.header().type == ElementType.UNICODE;
    for (int i = 0; i < texts.length; i++) {
      int[] letters = new int[width];
      int length = 0;
      for (int j = 0; j < width; j++) {
        letters[j] = (int) y.array().readLong(i, j);
        if (letters[j] != 0) {
          length = j + 1;
        }
        if (unicode && !Character.isValidCodePoint(letters[j])) {
          throw y.refused("text %d holds no letters; the file is corrupt".formatted(i));
        }
      }
      texts[i] =
          FileNames.composed(unicode ? new String(letters, 0, length) : bytes(letters, length));
    }
    return texts;
  }

  private static String bytes(int[] letters, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) letters[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
