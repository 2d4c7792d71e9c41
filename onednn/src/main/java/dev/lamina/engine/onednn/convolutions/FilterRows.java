package dev.lamina.engine.onednn.convolutions;

import static org.bytedeco.dnnl.global.dnnl.dnnl_ABcd16a16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ABcd16b16a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ABcd4a4b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ABcd4b4a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ABcd8a8b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ABcd8b8a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Acdb16a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Acdb24a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Acdb32a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Acdb48a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Acdb64a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Acdb8a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Bcda16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Bcda24b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Bcda32b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Bcda48b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Bcda64b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Bcda8b;

import dev.lamina.engine.onednn.primitives.Descriptor;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the rows of filters lie in memory: in each of some blocks, the taps' rows one after the
 * other.
 *
 * @param whole the layout of the filter with all its rows
 * @param blocks how many blocks there are
 * @param rowFloats floats in a row of a block
 */
record FilterRows(Descriptor whole, int blocks, long rowFloats) {
  private static final int HEIGHT = 2;

  /** Layouts that oneDNN chooses for convolutions, and in which height comes before width. */
  private static final int[] TAGS = {
    dnnl_ABcd16b16a,
    dnnl_ABcd16a16b,
    dnnl_Acdb16a,
    dnnl_Acdb32a,
    dnnl_Acdb48a,
    dnnl_Acdb64a,
    dnnl_Bcda16b,
    dnnl_Bcda32b,
    dnnl_Bcda48b,
    dnnl_Bcda64b,
    dnnl_ABcd8b8a,
    dnnl_ABcd8a8b,
    dnnl_Acdb8a,
    dnnl_Acdb24a,
    dnnl_Bcda8b,
    dnnl_Bcda24b,
    dnnl_ABcd4b4a,
    dnnl_ABcd4a4b
  };

  /**
   * Rows of filters that lie as a filter of one row does.
   *
   * @param row the layout of a filter {@code (F,C,1,KW)}
   * @param height how many rows all of the filter has
   */
  static Optional<FilterRows> of(Descriptor row, int height) {
    long[] dims = row.dims();
    return Arrays.stream(TAGS)
        .filter(tag -> Descriptor.tagged(row.dataType(), tag, dims).isSame(row))
        .boxed()
        .findFirst()
        .map(tag -> of(row.dataType(), tag, dims, height));
  }

  private static FilterRows of(int dataType, int tag, long[] rowDims, int height) {
    long[] dims = rowDims.clone();
    dims[HEIGHT] = height;
    Descriptor whole = Descriptor.tagged(dataType, tag, dims);
    long rowFloats = whole.stretches(HEIGHT).get(0).stride();
    long blocks = whole.bytes() / Float.BYTES / (height * rowFloats);
    return new FilterRows(whole, (int) blocks, rowFloats);
  }

  /** Floats of one row of all blocks. */
  long floats() {
    return blocks * rowFloats;
  }

  long bytes() {
    return floats() * Float.BYTES;
  }
}
