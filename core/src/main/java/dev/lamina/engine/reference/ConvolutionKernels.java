package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.Unary;

/**
 * Convolution and its two gradients. {@link Taps} says at which input row {@code ih} and column
 * {@code iw} an output position and a kernel tap meet. Filters and channels are cut into groups; a
 * filter sees the channels of its own group only.
 */
final class ConvolutionKernels {
  private ConvolutionKernels() {}

  /**
   * {@code y[n,oh,ow,f] = activation(bias[f] + sum over kh,kw,c of x[n,ih,iw,c]
   * filter[kh,kw,c,f])}.
   */
  static Step forward(Convolution op, Arguments arguments) {
    Array x = arguments.input(0);
    Array filter = arguments.input(1);
    Array bias = arguments.inputIfGiven(2);
    Array y = arguments.output(0);
    double[] sums = new double[y.channels()];
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int oh = 0; oh < y.height(); oh++) {
          for (int ow = 0; ow < y.width(); ow++) {
            Sums.start(sums, bias);
            addTaps(op, x, filter, n, oh, ow, sums);
            Sums.store(sums, op.activation(), y, y.index(n, oh, ow, 0));
          }
        }
      }
    };
  }

  /** Adds to all filters' sums what one output position sees of the input. */
  private static void addTaps(
      Convolution op, Array x, Array filter, int n, int oh, int ow, double[] sums) {
    Window window = op.window();
    int groupChannels = filter.shape().dim(2);
    int groupFilters = filter.shape().dim(3) / op.groups();
    for (int kh = 0; kh < window.kernelH(); kh++) {
      int ih = Taps.row(window, oh, kh);
      if (!Taps.hasRow(x, ih)) {
        continue;
      }
      for (int kw = 0; kw < window.kernelW(); kw++) {
        int iw = Taps.column(window, ow, kw);
        if (!Taps.hasColumn(x, iw)) {
          continue;
        }
        for (int channel = 0; channel < x.channels(); channel++) {
          double value = x.get(n, ih, iw, channel);
          int first = channel / groupChannels * groupFilters;
          int row = filter.index(kh, kw, channel % groupChannels, 0);
          for (int f = first; f < first + groupFilters; f++) {
            sums[f] += value * filter.get(row + f);
          }
        }
      }
    }
  }

  /**
   * {@code dx[n,ih,iw,c] = sum over kh,kw,f of dy[n,oh,ow,f] filter[kh,kw,c,f]}, over the taps by
   * which some output position sees this input position.
   */
  static Step inputGradient(ConvolutionInputGradient op, Arguments arguments) {
    Array filter = arguments.input(0);
    Array dy = arguments.input(1);
    Array dx = arguments.output(0);
    double[] sums = new double[dx.channels()];
    return () -> {
      for (int n = 0; n < dx.batch(); n++) {
        for (int ih = 0; ih < dx.height(); ih++) {
          for (int iw = 0; iw < dx.width(); iw++) {
            Sums.start(sums, null);
            addTaps(op, filter, dy, n, ih, iw, sums);
            Sums.store(sums, Unary.IDENTITY, dx, dx.index(n, ih, iw, 0));
          }
        }
      }
    };
  }

  /** Adds to all channels' sums what the output positions that saw one input position pass back. */
  private static void addTaps(
      ConvolutionInputGradient op, Array filter, Array dy, int n, int ih, int iw, double[] sums) {
    Window window = op.window();
    int groupChannels = filter.shape().dim(2);
    int groupFilters = filter.shape().dim(3) / op.groups();
    for (int kh = 0; kh < window.kernelH(); kh++) {
      int fromTop = ih + window.padTop() - kh * window.dilationH();
      int oh = fromTop / window.strideH();
      if (fromTop < 0 || fromTop % window.strideH() != 0 || oh >= dy.height()) {
        continue;
      }
      for (int kw = 0; kw < window.kernelW(); kw++) {
        int fromLeft = iw + window.padLeft() - kw * window.dilationW();
        int ow = fromLeft / window.strideW();
        if (fromLeft < 0 || fromLeft % window.strideW() != 0 || ow >= dy.width()) {
          continue;
        }
        int gradient = dy.index(n, oh, ow, 0);
        for (int channel = 0; channel < sums.length; channel++) {
          int first = channel / groupChannels * groupFilters;
          int row = filter.index(kh, kw, channel % groupChannels, 0);
          double sum = 0;
          for (int f = first; f < first + groupFilters; f++) {
            sum += dy.get(gradient + f) * filter.get(row + f);
          }
          sums[channel] += sum;
        }
      }
    }
  }

  /**
   * {@code dfilter[kh,kw,c,f] = sum over n,oh,ow of x[n,ih,iw,c] dy[n,oh,ow,f]} and {@code dbias[f]
   * = sum over n,oh,ow of dy[n,oh,ow,f]}.
   */
  static Step filterGradient(ConvolutionFilterGradient op, Arguments arguments) {
    Array x = arguments.input(0);
    Array dy = arguments.input(1);
    Array dfilter = arguments.outputIfUsed(0);
    Array dbias = op.bias() ? arguments.outputIfUsed(1) : null;
    double[] sums = new double[dy.channels()];
    return () -> {
      if (dfilter != null) {
        filterGradient(op, x, dy, dfilter, sums);
      }
      if (dbias != null) {
        Sums.ofRows(dy, dbias, sums);
      }
    };
  }

  private static void filterGradient(
      ConvolutionFilterGradient op, Array x, Array dy, Array dfilter, double[] sums) {
    for (int kh = 0; kh < op.window().kernelH(); kh++) {
      for (int kw = 0; kw < op.window().kernelW(); kw++) {
        for (int c = 0; c < dfilter.shape().dim(2); c++) {
          Sums.start(sums, null);
          addPositions(op, x, dy, kh, kw, c, sums);
          Sums.store(sums, Unary.IDENTITY, dfilter, dfilter.index(kh, kw, c, 0));
        }
      }
    }
  }

  /**
   * Adds to all filters' sums the products in which one tap took part, at every output position.
   */
  private static void addPositions(
      ConvolutionFilterGradient op, Array x, Array dy, int kh, int kw, int c, double[] sums) {
    Window window = op.window();
    int groupChannels = x.channels() / op.groups();
    int groupFilters = sums.length / op.groups();
    for (int n = 0; n < dy.batch(); n++) {
      for (int oh = 0; oh < dy.height(); oh++) {
        int ih = Taps.row(window, oh, kh);
        if (!Taps.hasRow(x, ih)) {
          continue;
        }
        for (int ow = 0; ow < dy.width(); ow++) {
          int iw = Taps.column(window, ow, kw);
          if (!Taps.hasColumn(x, iw)) {
            continue;
          }
          int gradient = dy.index(n, oh, ow, 0);
          for (int group = 0; group < op.groups(); group++) {
            double value = x.get(n, ih, iw, group * groupChannels + c);
            int first = group * groupFilters;
            for (int f = first; f < first + groupFilters; f++) {
              sums[f] += value * dy.get(gradient + f);
            }
          }
        }
      }
    }
  }
}
