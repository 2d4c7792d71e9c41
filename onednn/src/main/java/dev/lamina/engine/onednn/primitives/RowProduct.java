package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.primitives.OneDnnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import dev.lamina.engine.onednn.natives.FloatAddress;

/**
 * Linear combinations of rows of floats: {@code target = matrix x source}, where the rows of source
 * and target lie anywhere in memory, equally spaced. Used by one thread at a time.
 */
public final class RowProduct {
  private static final byte AS_IT_IS = 'N';

  private final FloatAddress from = new FloatAddress();
  private final FloatAddress to = new FloatAddress();

  /**
   * Computes the rows.
   *
   * @param source address of the first of as many rows as the matrix has columns
   * @param sourceStride floats from row to row
   * @param target address of the first of as many rows as the matrix has rows
   * @param targetStride floats from row to row
   * @param width floats in a row
   * @param add whether to add to what the target holds
   */
  public void run(
      NativeMatrix matrix,
      long source,
      long sourceStride,
      long target,
      long targetStride,
      long width,
      boolean add) {
    check(
        dnnl_sgemm(
            AS_IT_IS,
            AS_IT_IS,
            matrix.rows(),
            width,
            matrix.columns(),
            1,
            matrix.elements(),
            matrix.columns(),
            from.at(source),
            sourceStride,
            add ? 1 : 0,
            to.at(target),
            targetStride),
        "combine rows");
  }
}
