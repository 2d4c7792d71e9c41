package dev.lamina.engine.onednn.primitives;

import dev.lamina.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which dimensions of a oneDNN descriptor an axis of the logical tensor is made of. oneDNN wants
 * channels before height and width, and filters before input channels, wherever they lie in memory;
 * the logical order is NHWC and HWIO.
 *
 * @param rank how many dimensions the descriptor has
 * @param parts for each logical axis, its descriptor dimensions, the slowest first. Dimensions that
 *     no axis names have size 1
 */
public record Axes(int rank, List<List<Integer>> parts) {
  /** {@code [I,O]} as {@code (O,I)}. */
  public static final Axes DENSE_WEIGHTS = new Axes(2, List.of(List.of(1), List.of(0)));

  /** {@code [H*W*C,O]} as {@code (O,C,H,W)}: a dense layer that reads an image's own layout. */
  public static final Axes IMAGE_WEIGHTS = new Axes(4, List.of(List.of(2, 3, 1), List.of(0)));

  /**
   * {@code [KH,KW,C,F]} as {@code (F,C,KH,KW)}, and likewise for windows along other axes.
   *
   * @param windowAxes how many axes come before the channels
   */
  public static Axes filter(int windowAxes) {
    return filter(windowAxes, 1, List.of(0));
  }

  /** {@code [KH,KW,C/g,F]} as {@code (g,F/g,C/g,KH,KW)}. */
  public static Axes groupedFilter(int windowAxes) {
    return filter(windowAxes, 2, List.of(0, 1));
  }

  private static Axes filter(int windowAxes, int channels, List<Integer> filters) {
    List<List<Integer>> parts = new ArrayList<>();
    for (int axis = 0; axis < windowAxes; axis++) {
      parts.add(List.of(channels + 1 + axis));
    }
    parts.add(List.of(channels));
    parts.add(filters);
    return new Axes(channels + 1 + windowAxes, parts);
  }

  /** {@code [N,C]} as {@code (N,C,1,1)}: what pooling leaves of an image of this rank. */
  public static Axes pooled(int rank) {
    return new Axes(rank, List.of(List.of(0), List.of(1)));
  }

  /** {@code [N,...,C]} as {@code (N,C,...)}. */
  public static Axes activation(int rank) {
    return new Axes(
        Math.max(1, rank),
        IntStream.range(0, rank)
            .mapToObj(axis -> List.of(axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1))
            .toList());
  }

  /** The descriptor dimensions of an activation; a scalar is {@code (1)}. */
  public static long[] activationDims(Shape shape) {
    long[] dims = new long[Math.max(1, shape.rank())];
    dims[0] = 1;
    List<List<Integer>> parts = activation(shape.rank()).parts();
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims[parts.get(axis).get(0)] = shape.dim(axis);
    }
    return dims;
  }

  /** The descriptor of a tensor that lies in memory as the host sees it. */
  public Descriptor rowMajor(int dataType, long... dims) {
    long[] strides = new long[dims.length];
    Arrays.fill(strides, 1);
    long stride = 1;
    for (int axis = parts.size() - 1; axis >= 0; axis--) {
      List<Integer> axisParts = parts.get(axis);
      for (int i = axisParts.size() - 1; i >= 0; i--) {
        int dim = axisParts.get(i);
        strides[dim] = stride;
        stride *= dims[dim];
      }
    }
    return Descriptor.strided(dataType, dims, strides);
  }

  /** Whether a tensor described like this lies in memory as the host sees it. */
  public boolean isRowMajor(Descriptor descriptor) {
    if (!descriptor.isTransparent() || descriptor.isPadded()) {
      return false;
    }
    long expected = 1;
    for (int axis = parts.size() - 1; axis >= 0; axis--) {
      List<Integer> axisParts = parts.get(axis);
      for (int i = axisParts.size() - 1; i >= 0; i--) {
        for (Descriptor.Stretch stretch : descriptor.stretches(axisParts.get(i))) {
          if (stretch.size() > 1) {
            if (stretch.stride() != expected) {
              return false;
            }
            expected *= stretch.size();
          }
        }
      }
    }
    return true;
  }
}
