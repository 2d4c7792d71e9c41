package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.Shape;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;

/** Enlarging images, and its way back. */
final class ResamplingKernels {
  /** The places of the input, counted in row-major order, of which each of the output is made. */
  private final int[][] places;

  /** How much of each there is. */
  private final double[][] weights;

  private ResamplingKernels(Resampling op, Shape input) {
    int[][] foundPlaces = {{0}};
    double[][] foundWeights = {{1}};
    for (int axis = 0; axis < op.factors().size(); axis++) {
      int size = input.dim(axis + 1);
      int factor = op.factors().get(axis);
      int enlarged = size * factor;
      int[][] nextPlaces = new int[foundPlaces.length * enlarged][];
      double[][] nextWeights = new double[nextPlaces.length][];
      for (int i = 0; i < nextPlaces.length; i++) {
        Blend blend = Blend.of(i % enlarged, size, factor, op.interpolation());
        nextPlaces[i] = blend.places(foundPlaces[i / enlarged], size);
        nextWeights[i] = blend.weights(foundWeights[i / enlarged]);
      }
      foundPlaces = nextPlaces;
      foundWeights = nextWeights;
    }
    places = foundPlaces;
    weights = foundWeights;
  }

  /** What one place of an enlarged axis is made of: {@code (1 - part) low + part high}. */
  private record Blend(int low, int high, double part) {
    static Blend of(int place, int size, int factor, Interpolation interpolation) {
      if (interpolation == Interpolation.NEAREST) {
        return new Blend(place / factor, place / factor, 0);
      }
      double exact = (place + 0.5) / factor - 0.5;
      int low = (int) Math.floor(exact);
      return new Blend(Math.max(low, 0), Math.min(low + 1, size - 1), exact - low);
    }

    /** Each of the places so far, followed by both of ours. */
    int[] places(int[] before, int size) {
      int[] both = new int[before.length * 2];
      for (int i = 0; i < both.length; i++) {
        both[i] = before[i / 2] * size + (i % 2 == 0 ? low : high);
      }
      return both;
    }

    double[] weights(double[] before) {
      double[] both = new double[before.length * 2];
      for (int i = 0; i < both.length; i++) {
        both[i] = before[i / 2] * (i % 2 == 0 ? 1 - part : part);
      }
      return both;
    }
  }

  /** A pixel of weight 0 is not read, so that its NaN does not spread. */
  static Step forward(Resampling op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    ResamplingKernels blends = new ResamplingKernels(op, x.shape());
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int o = 0; o < y.places(); o++) {
          for (int c = 0; c < y.channels(); c++) {
            y.set(y.index(n, o, c), blends.blended(x, n, o, c));
          }
        }
      }
    };
  }

  private double blended(Array x, int n, int o, int c) {
    double sum = 0;
    for (int i = 0; i < places[o].length; i++) {
      double weight = weights[o][i];
      sum += weight == 0 ? 0 : weight * x.get(n, places[o][i], c);
    }
    return sum;
  }

  static Step inputGradient(ResamplingGradient op, Arguments arguments) {
    Array dy = arguments.input(0);
    Array dx = arguments.output(0);
    ResamplingKernels blends = new ResamplingKernels(op.forward(), dx.shape());
    double[] sums = new double[dx.size()];
    return () -> {
      Sums.start(sums, null);
      for (int n = 0; n < dy.batch(); n++) {
        for (int o = 0; o < dy.places(); o++) {
          for (int c = 0; c < dy.channels(); c++) {
            blends.share(dy.get(n, o, c), dx, n, o, c, sums);
          }
        }
      }
      Sums.store(sums, dx);
    };
  }

  private void share(double dy, Array dx, int n, int o, int c, double[] sums) {
    for (int i = 0; i < places[o].length; i++) {
      if (weights[o][i] != 0) {
        sums[dx.index(n, places[o][i], c)] += weights[o][i] * dy;
      }
    }
  }
}
