package dev.lamina.testkit.golden;

import dev.lamina.ir.Shape;

/**
 * The weights that golden trainings start from, made by a hash so that no file has to hold them.
 *
 * <p>Element {@code i} of weight tensor {@code stream} (its index in Keras's {@code model.weights})
 * is, in wrapping 32-bit arithmetic,
 *
 * <pre>
 * key  = mix(seed * 0x9E3779B9 + mix(stream))
 * hash = mix(key + i * 0x9E3779B9)
 * odd  = 2 * (hash &gt;&gt;&gt; 8) + 1 - 2^24        exact in float32, from -(2^24 - 1) to 2^24 - 1
 * w    = (odd / 2^24) * limit              exact division, one rounded product in float32
 * </pre>
 *
 * where {@code mix} is the finalizer of MurmurHash3.
 *
 * <pre>{@code
 * int[] shape = {3, 3, 1, 32};
 * float[] kernel = GoldenWeights.uniform(23, 0, 288, GoldenWeights.glorotLimit(shape));
 * }</pre>
 */
public final class GoldenWeights {
  private static final int GOLDEN_RATIO = 0x9E3779B9;
  private static final float TWO_POW_24 = 1 << 24;

  private GoldenWeights() {}

  /** {@code size} values, uniform between {@code -limit} and {@code limit}. */
  public static float[] uniform(int seed, int stream, int size, float limit) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      int odd = 2 * (hash(seed, stream, i) >>> 8) + 1 - (1 << 24);
      values[i] = odd / TWO_POW_24 * limit;
    }
    return values;
  }

  /** {@code center} plus each of those values, rounded once more. */
  static float[] uniformAround(float center, int seed, int stream, int size, float limit) {
    float[] values = uniform(seed, stream, size, limit);
    for (int i = 0; i < size; i++) {
      values[i] += center;
    }
    return values;
  }

  /**
   * Weight {@code stream} of a golden training: kernels within their Glorot bound, gamma and the
   * moving variance around 1, all others around 0.
   *
   * @param name ends in a slash and Keras's name of the weight
   */
  static float[] weight(String name, int seed, int stream, Shape shape) {
    String kind = name.substring(name.lastIndexOf('/') + 1);
    return switch (kind) {
      case "kernel" -> uniform(seed, stream, shape.size(), glorotLimit(shape.toArray()));
      case "gamma", "moving_variance" -> uniformAround(1, seed, stream, shape.size(), 0.5f);
      default -> uniform(seed, stream, shape.size(), 0.1f);
    };
  }

  /** Keras's GlorotUniform bound, sqrt(6 / (fan in + fan out)), of a Dense or Conv2D kernel. */
  public static float glorotLimit(int... kernelShape) {
    int receptiveField = 1;
    for (int i = 0; i < kernelShape.length - 2; i++) {
      receptiveField *= kernelShape[i];
    }
    int channels = kernelShape[kernelShape.length - 2] + kernelShape[kernelShape.length - 1];
    return (float) Math.sqrt(6.0 / (receptiveField * channels));
  }

  /** The hash of one element, as 32 unsigned bits. */
  static int hash(int seed, int stream, int index) {
    int key = mix(seed * GOLDEN_RATIO + mix(stream));
    return mix(key + index * GOLDEN_RATIO);
  }

  private static int mix(int value) {
    int mixed = value;
    mixed ^= mixed >>> 16;
    mixed *= 0x85EBCA6B;
    mixed ^= mixed >>> 13;
    mixed *= 0xC2B2AE35;
    mixed ^= mixed >>> 16;
    return mixed;
  }
}
