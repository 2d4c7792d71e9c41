package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;

/** Enlarging images, and its way back. */
final class ResamplingKernels {
  private ResamplingKernels() {}

  /** What one row or column of the output is made of: {@code (1 - part) low + part high}. */
  private record Blend(int low, int high, double part) {
    /** Of each pixel of an axis of {@code size} pixels, enlarged. */
    static Blend[] of(int size, int factor, Interpolation interpolation) {
      Blend[] blends = new Blend[size * factor];
      for (int i = 0; i < blends.length; i++) {
        if (interpolation == Interpolation.NEAREST) {
          blends[i] = new Blend(i / factor, i / factor, 0);
        } else {
          double place = (i + 0.5) / factor - 0.5;
          int low = (int) Math.floor(place);
          blends[i] = new Blend(Math.max(low, 0), Math.min(low + 1, size - 1), place - low);
        }
      }
      return blends;
    }

    /** The pixel, and how much of it there is. */
    int pixel(int which) {
      return which == 0 ? low : high;
    }

    double weight(int which) {
      return which == 0 ? 1 - part : part;
    }
  }

  /** A pixel of weight 0 is not read, so that its NaN does not spread. */
  static Step forward(Resampling op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    Blend[] rows = Blend.of(x.height(), op.factorH(), op.interpolation());
    Blend[] columns = Blend.of(x.width(), op.factorW(), op.interpolation());
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int h = 0; h < y.height(); h++) {
          for (int w = 0; w < y.width(); w++) {
            for (int c = 0; c < y.channels(); c++) {
              y.set(n, h, w, c, blended(x, rows[h], columns[w], n, c));
            }
          }
        }
      }
    };
  }

  private static double blended(Array x, Blend row, Blend column, int n, int c) {
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double weight = row.weight(i) * column.weight(j);
        sum += weight == 0 ? 0 : weight * x.get(n, row.pixel(i), column.pixel(j), c);
      }
    }
    return sum;
  }

  static Step inputGradient(ResamplingGradient op, Arguments arguments) {
    Array dy = arguments.input(0);
    Array dx = arguments.output(0);
    Resampling forward = op.forward();
    Blend[] rows = Blend.of(dx.height(), forward.factorH(), forward.interpolation());
    Blend[] columns = Blend.of(dx.width(), forward.factorW(), forward.interpolation());
    double[] sums = new double[dx.size()];
    return () -> {
      Sums.start(sums, null);
      for (int n = 0; n < dy.batch(); n++) {
        for (int h = 0; h < dy.height(); h++) {
          for (int w = 0; w < dy.width(); w++) {
            for (int c = 0; c < dy.channels(); c++) {
              share(dy.get(n, h, w, c), rows[h], columns[w], dx, n, c, sums);
            }
          }
        }
      }
      Sums.store(sums, dx);
    };
  }

  private static void share(
      double dy, Blend row, Blend column, Array dx, int n, int c, double[] sums) {
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double weight = row.weight(i) * column.weight(j);
        if (weight != 0) {
          sums[dx.index(n, row.pixel(i), column.pixel(j), c)] += weight * dy;
        }
      }
    }
  }
}
