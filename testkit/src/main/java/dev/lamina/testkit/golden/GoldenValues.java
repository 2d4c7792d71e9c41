package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Shape;
import java.util.Arrays;

/** Golden arrays as the engines see them, and how close results must be. */
final class GoldenValues {
  private GoldenValues() {}

  /** The elements as floats, which hold all labels exactly. */
  static float[] floats(GoldenArray array) {
    double[] values =
        switch (array.type()) {
          case FLOAT32 -> {
            float[] floats = array.floats();
            double[] doubles = new double[floats.length];
            Arrays.setAll(doubles, i -> floats[i]);
            yield doubles;
          }
          case FLOAT64 -> array.doubles();
          case INT32 -> Arrays.stream(array.ints()).asDoubleStream().toArray();
          case INT64 -> Arrays.stream(array.longs()).asDoubleStream().toArray();
          case UINT8 -> {
            byte[] bytes = array.bytes();
            double[] doubles = new double[bytes.length];
            Arrays.setAll(doubles, i -> Byte.toUnsignedInt(bytes[i]));
            yield doubles;
          }
        };
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static Shape shape(GoldenArray array) {
    return Shape.of(array.shape());
  }

  /** The {@code index}th slice along the first axis of an array of {@code slices} slices. */
  static float[] slice(float[] values, int index, int slices) {
    int size = values.length / slices;
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  /** Asserts that no element is off by more than {@code tolerance} times the largest expected. */
  static void assertClose(String what, float[] received, float[] expected, double tolerance) {
    assertThat(received).as("size of %s", what).hasSameSizeAs(expected);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      double allowed = tolerance * largest;
      assertThat(Math.abs((double) received[i] - expected[i]) <= allowed)
          .as(
              "%s[%d]: received %s, Keras has %s, allowed difference %.3g",
              what, i, received[i], expected[i], allowed)
          .isTrue();
    }
  }
}
