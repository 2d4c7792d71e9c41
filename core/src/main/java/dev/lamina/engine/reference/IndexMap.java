package dev.lamina.engine.reference;

import dev.lamina.ir.Shape;
import java.util.List;

/**
 * For each element of one tensor, where the element of another lies that belongs to it: the
 * coordinates are taken out of the flat index, and put together again with the other's strides. A
 * stride of 0 repeats along its axis.
 */
final class IndexMap {
  private final int[] dims;
  private final int[] strides;
  private final int start;

  private IndexMap(int[] dims, int[] strides, int start) {
    this.dims = dims;
    this.strides = strides;
    this.start = start;
  }

  /** From {@code to} into {@code from}, which stretches to it as in NumPy. */
  static IndexMap broadcast(Shape from, Shape to) {
    int[] strides = new int[to.rank()];
    for (int axis = 1; axis <= from.rank(); axis++) {
      boolean repeats = from.dim(-axis) == 1;
      strides[to.rank() - axis] = repeats ? 0 : from.sizeFrom(from.rank() - axis + 1);
    }
    return new IndexMap(to.toArray(), strides, 0);
  }

  /** From the output of a transposition into its input. */
  static IndexMap transpose(Shape input, List<Integer> permutation) {
    int[] dims = new int[input.rank()];
    int[] strides = new int[input.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      int source = permutation.get(axis);
      dims[axis] = input.dim(source);
      strides[axis] = input.sizeFrom(source + 1);
    }
    return new IndexMap(dims, strides, 0);
  }

  /** From a box into the tensor that it is a part of, beginning at these coordinates. */
  static IndexMap box(Shape box, Shape whole, List<Integer> begin) {
    int[] strides = new int[whole.rank()];
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = whole.sizeFrom(axis + 1);
      start += begin.get(axis) * strides[axis];
    }
    return new IndexMap(box.toArray(), strides, start);
  }

  int index(int flat) {
    int rest = flat;
    int result = start;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      result += rest % dims[axis] * strides[axis];
      rest /= dims[axis];
    }
    return result;
  }
}
