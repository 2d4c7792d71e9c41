package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.Unary;

/**
 * Convolution and its two gradients. {@link Taps} says at which input {@code i} an output {@code o}
 * and a tap {@code t} of the filter meet. Filters and channels are cut into groups; a filter sees
 * the channels of its own group only.
 */
final class ConvolutionKernels {
  private ConvolutionKernels() {}

  /** {@code y[n,o,f] = activation(bias[f] + sum over t,c of x[n,i,c] filter[t,c,f])}. */
  static Step forward(Convolution op, Arguments arguments) {
    Array x = arguments.input(0);
    Array filter = arguments.input(1);
    Array bias = arguments.inputIfGiven(2);
    Array y = arguments.output(0);
    Taps taps = Taps.ofOutputs(op.window(), x.shape(), y.shape());
    double[] sums = new double[y.channels()];
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int o = 0; o < y.places(); o++) {
          Sums.start(sums, bias);
          addTaps(op.groups(), x, filter, n, taps.of(o), sums);
          Sums.store(sums, op.activation(), y, y.index(n, o, 0));
        }
      }
    };
  }

  /** Adds to all filters' sums what one output sees of the input. */
  private static void addTaps(
      int groups, Array x, Array filter, int n, int[] inputs, double[] sums) {
    int groupChannels = x.channels() / groups;
    int groupFilters = sums.length / groups;
    for (int t = 0; t < inputs.length; t++) {
      if (inputs[t] == Taps.NONE) {
        continue;
      }
      for (int channel = 0; channel < x.channels(); channel++) {
        double value = x.get(n, inputs[t], channel);
        int first = channel / groupChannels * groupFilters;
        int row = (t * groupChannels + channel % groupChannels) * sums.length;
        for (int f = first; f < first + groupFilters; f++) {
          sums[f] += value * filter.get(row + f);
        }
      }
    }
  }

  /**
   * {@code dx[n,i,c] = sum over t,f of dy[n,o,f] filter[t,c,f]}, over the taps by which some output
   * sees this input.
   */
  static Step inputGradient(ConvolutionInputGradient op, Arguments arguments) {
    Array filter = arguments.input(0);
    Array dy = arguments.input(1);
    Array dx = arguments.output(0);
    Taps taps = Taps.ofInputs(op.window(), dx.shape(), dy.shape());
    double[] sums = new double[dx.channels()];
    return () -> {
      for (int n = 0; n < dx.batch(); n++) {
        for (int i = 0; i < dx.places(); i++) {
          Sums.start(sums, null);
          addBack(op.groups(), filter, dy, n, taps.of(i), sums);
          Sums.store(sums, Unary.IDENTITY, dx, dx.index(n, i, 0));
        }
      }
    };
  }

  /** Adds to all channels' sums what the outputs that saw one input pass back. */
  private static void addBack(
      int groups, Array filter, Array dy, int n, int[] outputs, double[] sums) {
    int groupChannels = sums.length / groups;
    int groupFilters = dy.channels() / groups;
    for (int t = 0; t < outputs.length; t++) {
      if (outputs[t] == Taps.NONE) {
        continue;
      }
      int gradient = dy.index(n, outputs[t], 0);
      for (int channel = 0; channel < sums.length; channel++) {
        int first = channel / groupChannels * groupFilters;
        int row = (t * groupChannels + channel % groupChannels) * dy.channels();
        double sum = 0;
        for (int f = first; f < first + groupFilters; f++) {
          sum += dy.get(gradient + f) * filter.get(row + f);
        }
        sums[channel] += sum;
      }
    }
  }

  /**
   * {@code dfilter[t,c,f] = sum over n,o of x[n,i,c] dy[n,o,f]} and {@code dbias[f] = sum over n,o
   * of dy[n,o,f]}.
   */
  static Step filterGradient(ConvolutionFilterGradient op, Arguments arguments) {
    Array x = arguments.input(0);
    Array dy = arguments.input(1);
    Array dfilter = arguments.outputIfUsed(0);
    Array dbias = op.bias() ? arguments.outputIfUsed(1) : null;
    Taps taps = Taps.ofTaps(op.window(), x.shape(), dy.shape());
    double[] sums = new double[dy.channels()];
    return () -> {
      if (dfilter != null) {
        filterGradient(op, x, dy, dfilter, taps, sums);
      }
      if (dbias != null) {
        Sums.ofRows(dy, dbias, sums);
      }
    };
  }

  private static void filterGradient(
      ConvolutionFilterGradient op, Array x, Array dy, Array dfilter, Taps taps, double[] sums) {
    int groupChannels = x.channels() / op.groups();
    for (int t = 0; t < op.window().taps(); t++) {
      int[] inputs = taps.of(t);
      for (int c = 0; c < groupChannels; c++) {
        Sums.start(sums, null);
        addOutputs(op.groups(), x, dy, inputs, c, sums);
        Sums.store(sums, Unary.IDENTITY, dfilter, (t * groupChannels + c) * sums.length);
      }
    }
  }

  /** Adds to all filters' sums the products in which one tap took part, at every output. */
  private static void addOutputs(
      int groups, Array x, Array dy, int[] inputs, int c, double[] sums) {
    int groupChannels = x.channels() / groups;
    int groupFilters = sums.length / groups;
    for (int n = 0; n < dy.batch(); n++) {
      for (int o = 0; o < inputs.length; o++) {
        if (inputs[o] == Taps.NONE) {
          continue;
        }
        int gradient = dy.index(n, o, 0);
        for (int group = 0; group < groups; group++) {
          double value = x.get(n, inputs[o], group * groupChannels + c);
          int first = group * groupFilters;
          for (int f = first; f < first + groupFilters; f++) {
            sums[f] += value * dy.get(gradient + f);
          }
        }
      }
    }
  }
}
