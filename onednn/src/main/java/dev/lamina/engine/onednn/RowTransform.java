package dev.lamina.engine.onednn;

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

  private RowTransform(boolean toPoints, double[][] matrix, int before, int rows, int tiles) {
    this.toPoints = toPoints;
    this.rows = rows;
    matrices = new NativeMatrix[tiles];
    firstRows = new int[tiles];
    double[][] rowByPoint = toPoints ? Winograd.transposed(matrix) : matrix;
    for (int tile = 0; tile < tiles; tile++) {
      int start = tile * Winograd.TILE - before;
      int first = Math.max(0, start);
      int end = Math.min(rows, start + rowByPoint.length);
      double[][] part = Arrays.copyOfRange(rowByPoint, first - start, end - start);
      matrices[tile] = new NativeMatrix(toPoints ? Winograd.transposed(part) : part);
      firstRows[tile] = first;
    }
  }

  /**
   * From rows to points.
   *
   * @param matrix what a tile's points are of its rows
   * @param before how many rows before its first output a tile sees
   * @param rows height of the images
   */
  static RowTransform toPoints(double[][] matrix, int before, int rows, int tiles) {
    return new RowTransform(true, matrix, before, rows, tiles);
  }

  /**
   * From points to rows.
   *
   * @param matrix what a tile's rows are of its points
   * @param rows height of the images
   */
  static RowTransform fromPoints(double[][] matrix, int rows, int tiles) {
    return new RowTransform(false, matrix, 0, rows, tiles);
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
