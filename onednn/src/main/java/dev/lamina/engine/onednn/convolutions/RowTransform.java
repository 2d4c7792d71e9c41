package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.onednn.primitives.NativeMatrix;
import dev.lamina.engine.onednn.primitives.RowProduct;
import java.util.Arrays;

/**
 * Takes the rows of images to the points of Winograd's tiles, or back. The rows of a point lie
 * together: {@code [point][tile][image]}, as many images of one row.
 *
 * <p>A tile knows which rows there are: padding is never stored, and what the last tile has beyond
 * the image is not computed.
 */
final class RowTransform implements AutoCloseable {
  private final boolean toPoints;
  private final int rows;
  private final NativeMatrix[] matrices;
  private final int[] firstRows;

  private RowTransform(boolean toPoints, int before, int rows, int outputs, double[][][] kinds) {
    this.toPoints = toPoints;
    this.rows = rows;
    int tiles = Winograd.tiles(outputs);
    matrices = new NativeMatrix[tiles];
    firstRows = new int[tiles];
    for (int tile = 0; tile < tiles; tile++) {
      boolean small = tile == tiles - 1 && Winograd.endsSmall(outputs);
      double[][] matrix = kinds[small ? 1 : 0];
      double[][] rowByPoint = toPoints ? Winograd.transposed(matrix) : matrix;
      int start = tile * Winograd.TILE - before;
      int first = Math.max(0, start);
      int end = Math.min(rows, start + rowByPoint.length);
      double[][] part = Arrays.copyOfRange(rowByPoint, first - start, end - start);
      matrices[tile] = new NativeMatrix(toPoints ? Winograd.transposed(part) : part);
      firstRows[tile] = first;
    }
  }

  /**
   * Of what is convolved, to points.
   *
   * @param before how many rows before its first output a tile sees
   * @param rows height of the images
   * @param outputs how many rows the tiles make
   */
  static RowTransform ofInputs(int before, int rows, int outputs) {
    return new RowTransform(
        true, before, rows, outputs, new double[][][] {Winograd.INPUT, Winograd.SMALL_INPUT});
  }

  /** Of the results, from points. */
  static RowTransform ofOutputs(int outputs) {
    return new RowTransform(
        false, 0, outputs, outputs, new double[][][] {Winograd.OUTPUT, Winograd.SMALL_OUTPUT});
  }

  /** Of the results' gradients, to points: {@link #ofOutputs} transposed. */
  static RowTransform ofOutputGradients(int outputs) {
    return new RowTransform(
        true,
        0,
        outputs,
        outputs,
        new double[][][] {
          Winograd.transposed(Winograd.OUTPUT), Winograd.transposed(Winograd.SMALL_OUTPUT)
        });
  }

  /**
   * Transforms some images.
   *
   * @param product of the calling thread
   * @param images address of the first
   * @param points address of the first point's rows
   * @param number how many images
   * @param width floats in a row
   */
  void run(RowProduct product, long images, long points, int number, long width) {
    long rowBytes = width * Float.BYTES;
    long pointStride = (long) matrices.length * number * width;
    for (int image = 0; image < number; image++) {
      for (int tile = 0; tile < matrices.length; tile++) {
        long row = images + ((long) image * rows + firstRows[tile]) * rowBytes;
        long point = points + ((long) tile * number + image) * rowBytes;
        if (toPoints) {
          product.run(matrices[tile], row, width, point, pointStride, width, false);
        } else {
          product.run(matrices[tile], point, pointStride, row, width, width, false);
        }
      }
    }
  }

  /** Height of the images. */
  int rows() {
    return rows;
  }

  @Override
  public void close() {
    for (NativeMatrix matrix : matrices) {
      matrix.close();
    }
  }
}
