package dev.lamina.datasets.images;

/**
 * Weights of bilinear interpolation along one axis, with pixels centred at halves. When the axis
 * shrinks, the triangle is widened to cover all pixels (antialiasing), as Pillow's {@code BILINEAR}
 * and TensorFlow's {@code resize(antialias=True)} do.
 */
final class TriangleFilter {

  /** For each output the first input that counts. */
  final int[] first;

  /** For each output the weights of the inputs from {@link #first} on; they add up to one. */
  final float[][] weights;

  TriangleFilter(int in, int out) {
    first = new int[out];
    weights = new float[out][];
    double scale = (double) in / out;
    double radius = Math.max(scale, 1);
    for (int o = 0; o < out; o++) {
      double center = (o + 0.5) * scale;
      // The inputs strictly inside the triangle; on its edge the weight is zero.
      int from = Math.max(0, (int) Math.floor(center - radius - 0.5) + 1);
      int to = Math.min(in, (int) Math.ceil(center + radius - 0.5));
      double sum = 0;
      double[] exact = new double[to - from];
      for (int i = from; i < to; i++) {
        exact[i - from] = 1 - Math.abs(i + 0.5 - center) / radius;
        sum += exact[i - from];
      }
      first[o] = from;
      weights[o] = new float[to - from];
      for (int i = 0; i < exact.length; i++) {
        weights[o][i] = (float) (exact[i] / sum);
      }
    }
  }

  int end(int output) {
    return first[output] + weights[output].length;
  }
}
