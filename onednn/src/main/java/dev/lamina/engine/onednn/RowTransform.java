package dev.lamina.engine.onednn;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the rows of images to the points of Winograd's tiles, or back. The rows of a point lie
 * together: {@code [point][tile][image][plane][row]}, so that all of a point's are as many images
 * of one row each.
 *
 * <p>A tile knows which rows there are: padding is never stored. Where there are few tiles, and the
 * order allows it, all of an image plane go into one product: that computes with some zeros, and
 * costs less than more calls.
 */
final class RowTransform implements AutoCloseable {
  private static final int MOST_TILES_AT_ONCE = 4;

  /** A tile, or all of them: from row {@code firstRow} on it has as many as the matrix reads. */
  private record Band(NativeMatrix matrix, int firstRow, int firstTile) {}

  private final boolean toPoints;
  private final int rows;
  private final int tiles;
  private final boolean tilesOutside;
  private final int tilesTogether;
  private final List<Band> bands = new ArrayList<>();

  private RowTransform(
      boolean toPoints, PointOrder order, double[][] pointByRow, int before, int rows, int tiles) {
    this.toPoints = toPoints;
    this.rows = rows;
    this.tiles = tiles;
    tilesOutside = order == PointOrder.TILES_OUTSIDE;
    int together = tilesOutside && tiles <= MOST_TILES_AT_ONCE ? tiles : 1;
    tilesTogether = together;
    int span = pointByRow[0].length;
    for (int tile = 0; tile < tiles; tile += together) {
      int first = Math.max(0, tile * Winograd.TILE - before);
      int end = Math.min(rows, (tile + together - 1) * Winograd.TILE - before + span);
      double[][] matrix = new double[Winograd.POINTS * together][end - first];
      for (int point = 0; point < Winograd.POINTS; point++) {
        for (int i = 0; i < together; i++) {
          for (int row = first; row < end; row++) {
            int offset = row - ((tile + i) * Winograd.TILE - before);
            if (offset >= 0 && offset < span) {
              matrix[point * together + i][row - first] = pointByRow[point][offset];
            }
          }
        }
      }
      double[][] applied = toPoints ? matrix : Winograd.transposed(matrix);
      bands.add(new Band(new NativeMatrix(applied), first, tile));
    }
  }

  /**
   * From rows to points.
   *
   * @param matrix what a tile's points are of its rows
   * @param before how many rows before its first output a tile sees
   * @param rows height of the images
   */
  static RowTransform toPoints(
      PointOrder order, double[][] matrix, int before, int rows, int tiles) {
    return new RowTransform(true, order, matrix, before, rows, tiles);
  }

  /**
   * From points to rows.
   *
   * @param matrix what a tile's rows are of its points
   * @param rows height of the images; what the last tile has beyond is left out
   */
  static RowTransform fromPoints(PointOrder order, double[][] matrix, int rows, int tiles) {
    return new RowTransform(false, order, Winograd.transposed(matrix), 0, rows, tiles);
  }

  /**
   * Transforms some images.
   *
   * @param product of the calling thread
   * @param images address of the first
   * @param points address of the first point's rows
   * @param planes planes of all these images
   * @param width floats in a row
   */
  void run(RowProduct product, long images, long points, int planes, long width) {
    long rowBytes = width * Float.BYTES;
    // From one row of the matrix to the next: to the next of the tiles, or of the points.
    long stride = tilesTogether > 1 ? planes * width : (long) tiles * planes * width;
    long planeStride = tilesOutside ? 1 : tiles;
    long tileStride = tilesOutside ? planes : 1;
    for (int plane = 0; plane < planes; plane++) {
      for (int i = 0; i < bands.size(); i++) {
        Band band = bands.get(i);
        long row = images + ((long) plane * rows + band.firstRow) * rowBytes;
        long point = points + (band.firstTile * tileStride + plane * planeStride) * rowBytes;
        if (toPoints) {
          product.run(band.matrix, row, width, point, stride, width, false);
        } else {
          product.run(band.matrix, point, stride, row, width, width, false);
        }
      }
    }
  }

  int tiles() {
    return tiles;
  }

  int rows() {
    return rows;
  }

  @Override
  public void close() {
    bands.forEach(band -> band.matrix.close());
  }
}
