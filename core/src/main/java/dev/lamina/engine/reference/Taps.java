package dev.lamina.engine.reference;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;

/**
 * Where a window's taps, the input's places and the output's places meet. All three are counted in
 * row-major order over the axes along which the window slides.
 */
final class Taps {
  /** Where a tap sees padding, or no output sees an input. */
  static final int NONE = -1;

  /** By axis and coordinate in what is asked about: the coordinates that it meets, or NONE. */
  private final int[][][] meetings;

  /** The sizes of what is met. */
  private final int[] sizes;

  private final int[] places;

  private Taps(int[][][] meetings, int[] sizes) {
    this.meetings = meetings;
    this.sizes = sizes;
    int count = 1;
    for (int[][] axis : meetings) {
      count *= axis[0].length;
    }
    places = new int[count];
  }

  /** For each output: the input that each tap sees. */
  static Taps ofOutputs(Window window, Shape input, Shape output) {
    int[][][] meetings = new int[window.rank()][][];
    for (int i = 0; i < meetings.length; i++) {
      WindowAxis axis = window.axis(i);
      meetings[i] = new int[output.dim(i + 1)][axis.kernel()];
      for (int position = 0; position < meetings[i].length; position++) {
        for (int tap = 0; tap < axis.kernel(); tap++) {
          int place = axis.input(position, tap);
          meetings[i][position][tap] = place >= 0 && place < input.dim(i + 1) ? place : NONE;
        }
      }
    }
    return new Taps(meetings, sizes(input));
  }

  /** For each tap: the input that it sees at each output. */
  static Taps ofTaps(Window window, Shape input, Shape output) {
    int[][][] byOutput = ofOutputs(window, input, output).meetings;
    int[][][] meetings = new int[byOutput.length][][];
    for (int i = 0; i < meetings.length; i++) {
      meetings[i] = new int[window.axis(i).kernel()][byOutput[i].length];
      for (int tap = 0; tap < meetings[i].length; tap++) {
        for (int position = 0; position < byOutput[i].length; position++) {
          meetings[i][tap][position] = byOutput[i][position][tap];
        }
      }
    }
    return new Taps(meetings, sizes(input));
  }

  /** For each input: the output that sees it by each tap. */
  static Taps ofInputs(Window window, Shape input, Shape output) {
    int[][][] meetings = new int[window.rank()][][];
    for (int i = 0; i < meetings.length; i++) {
      WindowAxis axis = window.axis(i);
      meetings[i] = new int[input.dim(i + 1)][axis.kernel()];
      for (int place = 0; place < meetings[i].length; place++) {
        for (int tap = 0; tap < axis.kernel(); tap++) {
          int start = place + axis.before() - tap * axis.dilation();
          int position = start / axis.stride();
          boolean meet = start >= 0 && start % axis.stride() == 0 && position < output.dim(i + 1);
          meetings[i][place][tap] = meet ? position : NONE;
        }
      }
    }
    return new Taps(meetings, sizes(output));
  }

  private static int[] sizes(Shape batch) {
    int[] sizes = new int[batch.rank() - 2];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = batch.dim(i + 1);
    }
    return sizes;
  }

  /** What this output, tap or input meets. The array is overwritten by the next call. */
  int[] of(int index) {
    int rest = index;
    int stride = 1;
    for (int[][] axis : meetings) {
      stride *= axis.length;
    }
    places[0] = 0;
    int count = 1;
    for (int i = 0; i < meetings.length; i++) {
      stride /= meetings[i].length;
      int[] along = meetings[i][rest / stride];
      rest %= stride;
      extend(count, along, sizes[i]);
      count *= along.length;
    }
    return places;
  }

  /** Puts one more axis behind those of the first places, from the last place to the first. */
  private void extend(int count, int[] along, int size) {
    for (int p = count - 1; p >= 0; p--) {
      int place = places[p];
      for (int k = along.length - 1; k >= 0; k--) {
        places[p * along.length + k] =
            place == NONE || along[k] == NONE ? NONE : place * size + along[k];
      }
    }
  }
}
