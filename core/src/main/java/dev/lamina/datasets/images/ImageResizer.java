package dev.lamina.datasets.images;

/**
 * Resizes an image row by row, so that besides the decoded image only the result is in memory.
 * Values are rounded to 8 bits, as an image file of the new size would hold them.
 */
public final class ImageResizer {

  private ImageResizer() {}

  /** Returns {@code outHeight} x {@code outWidth} x channels unsigned bytes. */
  public static byte[] resize(PixelRows rows, int outHeight, int outWidth) {
    int height = rows.height;
    int width = rows.width;
    int channels = rows.channels;
    TriangleFilter vertical = new TriangleFilter(height, outHeight);
    TriangleFilter horizontal = new TriangleFilter(width, outWidth);
    int outRow = outWidth * channels;
    float[] row = new float[width * channels];
    float[] narrow = new float[outRow];
    float[] sums = new float[outHeight * outRow];
    int top = 0;
    for (int y = 0; y < height; y++) {
      while (top < outHeight && vertical.end(top) <= y) {
        top++;
      }
      if (top == outHeight || vertical.first[top] > y) {
        continue;
      }
      rows.read(y, row);
      resizeRow(row, channels, horizontal, narrow);
      for (int o = top; o < outHeight && vertical.first[o] <= y; o++) {
        addRow(narrow, vertical.weights[o][y - vertical.first[o]], sums, o * outRow);
      }
    }
    byte[] result = new byte[sums.length];
    for (int i = 0; i < sums.length; i++) {
      result[i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
    }
    return result;
  }

  private static void resizeRow(float[] from, int channels, TriangleFilter filter, float[] to) {
    for (int o = 0; o < filter.first.length; o++) {
      float[] weights = filter.weights[o];
      for (int c = 0; c < channels; c++) {
        int at = filter.first[o] * channels + c;
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * from[at + i * channels];
        }
        to[o * channels + c] = sum;
      }
    }
  }

  private static void addRow(float[] row, float weight, float[] to, int offset) {
    for (int i = 0; i < row.length; i++) {
      to[offset + i] += weight * row[i];
    }
  }
}
