package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A data set. Its bytes stay in the file, or in compressed chunks of it, until they are asked for.
 *
 * @param type what one element is
 * @param count the number of elements
 */
public record Hdf5Data(String path, List<Integer> dims, Hdf5Type type, int count, Source source) {
  /** Gives exactly the bytes of the elements. */
  public interface Source {
    ByteBuffer bytes();
  }

  /** The elements as they lie in the file, filters undone. */
  public ByteBuffer bytes() {
    return source.bytes();
  }

  /** The values, which must be of this shape. */
  public float[] floats(int... expected) {
    if (!dims.equals(Arrays.stream(expected).boxed().toList())) {
      throw new LaminaException(
          "%s has the shape %s, expected %s".formatted(path, dims, Arrays.toString(expected)));
    }
    ByteBuffer bytes = bytes();
    float[] values = new float[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) type.number(bytes, i * type.size(), path);
    }
    return values;
  }

  /** The only value. */
  public double scalar() {
    if (count != 1) {
      throw new LaminaException(
          "%s has the shape %s, expected a single number".formatted(path, dims));
    }
    return type.number(bytes(), 0, path);
  }
}
