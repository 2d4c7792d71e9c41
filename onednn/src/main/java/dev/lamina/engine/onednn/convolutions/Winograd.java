package dev.lamina.engine.onednn.convolutions;

/**
 * Winograd's minimal filtering F(4, 3): four neighbouring outputs of a filter of three taps from
 * six products in place of twelve. With {@code d} six inputs and {@code g} the taps,
 *
 * <pre>y = OUTPUT ((FILTER g) * (INPUT d))</pre>
 *
 * where {@code *} is element by element: two polynomials are evaluated at six points, multiplied
 * there, and the product is interpolated (Toom and Cook). In a convolution, inputs, taps and
 * outputs are rows of images and filters, and each product is a convolution along the row, over all
 * its channels: half of the arithmetic is left.
 *
 * <p>The points are 0, 1, -1, infinity, 1/2 and -2. Of the usual choices these have the least
 * rounding error, about three times that of plain summation; all numbers but the filter's are
 * exact. What is added to the product at the point 1 is added to every output.
 *
 * <p>The first four points, with the same products of the filter, also make F(2, 3): two outputs
 * from four products. That is for a last tile of which no more is needed.
 *
 * <p>Sources: S. Winograd, Arithmetic Complexity of Computations, 1980; A. Lavin and S. Gray, Fast
 * Algorithms for Convolutional Neural Networks, 2015; on points, B. Barabasz et al., Error Analysis
 * and Improving the Accuracy of Winograd Convolution for Deep Neural Networks, 2020.
 */
public final class Winograd {
  /** Outputs of a tile. */
  static final int TILE = 4;

  static final int TAPS = 3;

  /** Products of a tile, and inputs that it sees. */
  static final int POINTS = TILE + TAPS - 1;

  /** Outputs of a small tile. */
  static final int SMALL_TILE = 2;

  /** The points that a small tile makes do with: the first ones. */
  static final int SMALL_POINTS = SMALL_TILE + TAPS - 1;

  /** The point 1. */
  static final int ONE = 1;

  /** {@code POINTS x POINTS}. */
  static final double[][] INPUT = {
    {1, -1.5, -2, 1.5, 1, 0},
    {0, -1, 0.5, 2.5, 1, 0},
    {0, 1, -2.5, 0.5, 1, 0},
    {0, 1, -1.5, -2, 1.5, 1},
    {0, -2, -1, 2, 1, 0},
    {0, 0.5, -1, -0.5, 1, 0},
  };

  /** {@code SMALL_POINTS x SMALL_POINTS}. */
  static final double[][] SMALL_INPUT = {
    {1, 0, -1, 0},
    {0, 1.5, 1.5, 0},
    {0, 1.5, -1.5, 0},
    {0, -1, 0, 1},
  };

  /** {@code POINTS x TAPS}. */
  static final double[][] FILTER = {
    {1, 0, 0},
    {1 / 3.0, 1 / 3.0, 1 / 3.0},
    {-1 / 3.0, 1 / 3.0, -1 / 3.0},
    {0, 0, 1},
    {-16 / 15.0, -8 / 15.0, -4 / 15.0},
    {1 / 15.0, -2 / 15.0, 4 / 15.0},
  };

  /** {@code TILE x POINTS}. */
  static final double[][] OUTPUT = {
    {1, 1, 1, 0, 1, 1},
    {0, 1, -1, 0, 0.5, -2},
    {0, 1, 1, 0, 0.25, 4},
    {0, 1, -1, 1, 0.125, -8},
  };

  /** {@code SMALL_TILE x SMALL_POINTS}. */
  static final double[][] SMALL_OUTPUT = {
    {1, 1, 1, 0},
    {0, 1, -1, 1},
  };

  private Winograd() {}

  /** How many tiles cover this many outputs. */
  static int tiles(int outputs) {
    return (outputs + TILE - 1) / TILE;
  }

  /** Whether a small tile will do as the last one. */
  static boolean endsSmall(int outputs) {
    return outputs - (tiles(outputs) - 1) * TILE <= SMALL_TILE;
  }

  /** Products of a row of outputs, where the definition takes {@code TAPS} for each output. */
  static int products(int outputs) {
    return tiles(outputs) * POINTS - (endsSmall(outputs) ? POINTS - SMALL_POINTS : 0);
  }

  static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix[row].length; column++) {
        result[column][row] = matrix[row][column];
      }
    }
    return result;
  }

  /** For a filter whose taps are read from the last to the first. */
  static double[][] reversed(double[][] matrix) {
    double[][] result = new double[matrix.length][matrix[0].length];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix[row].length; column++) {
        result[row][column] = matrix[row][matrix[row].length - 1 - column];
      }
    }
    return result;
  }
}
