package dev.lamina.datasets.samples;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.ElementType;
import dev.lamina.datasets.arrays.NamedArray;
import dev.lamina.ir.Shape;
import java.util.Locale;
import java.util.Optional;

/**
 * The inputs in an array: their shape, their scale, and what their values are.
 *
 * @param reading how the values were read, such as {@code uint8 divided by 255}
 * @param largest the largest magnitude of an input after scaling
 */
public record ArrayInputs(NamedArray array, RawSamples samples, String reading, double largest) {

  /** Networks learn best from inputs about 1; features brought to deviation 1 seldom pass this. */
  private static final double FAR = 10;

  /** Reads all values but those of bytes, which have no NaN and a range of their own. */
  public static ArrayInputs of(NamedArray x, ArrayOptions options) throws DataException {
    boolean first = options.channelsFirst().orElse(false);
    Shape shape = shape(x, first);
    if (options.channelsFirst().isEmpty() && looksChannelsFirst(x.header().dims())) {
      int[] dims = x.header().dims();
      throw x.refused(
          "%s: this looks like images with their channels first (%d channels of %dx%d), but height x width x channels is expected; give --channels-first (in Java DataOptions.channelsFirst(true)) to turn them, or --no-channels-first (channelsFirst(false)) to take them as they are"
              .formatted(x.header(), dims[1], dims[2], dims[3]));
    }
    ElementType type = x.header().type;
    boolean isByte = type == ElementType.UINT8 || type == ElementType.BOOL;
    double divisor = options.divisor().orElse(type == ElementType.UINT8 ? 255 : 1);
    double min = 0;
    double max = type == ElementType.BOOL ? 1 : 255;
    if (!isByte) {
      double[] range = range(x);
      min = range[0];
      max = range[1];
    }
    String reading =
        type
            + (isByte ? "" : " values from %s to %s".formatted(number(min), number(max)))
            + (divisor == 1 ? " used as they are" : " divided by " + number(divisor))
            + (first && x.header().rank() > 2 ? ", channels put last" : "");
    double largest = Math.max(Math.abs(min), Math.abs(max)) / divisor;
    return new ArrayInputs(
        x, RawSamples.inputs(x.array(), shape, divisor, first), reading, largest);
  }

  /** What to do where the inputs are far too large to learn from. */
  public Optional<String> note() {
    if (largest <= FAR) {
      return Optional.empty();
    }
    double divisor = largest <= 255 ? 255 : largest <= 65535 ? 65535 : Math.ceil(largest);
    String features =
        samples.shape().rank() == 1
            ? "; or bring each feature to mean 0 and deviation 1 before saving it"
            : "";
    return Optional.of(
        "%s: the inputs go up to %s in magnitude, far outside of -1 to 1, where networks learn best; divide them with --divide-by %s (in Java DataOptions.divideBy(%s))%s"
            .formatted(array.name(), number(largest), number(divisor), number(divisor), features));
  }

  /** Tells of parts whose scales cannot both be right. */
  public Optional<String> noteBeside(ArrayInputs train) {
    double small = Math.min(largest, train.largest);
    double large = Math.max(largest, train.largest);
    if (large <= FAR || small > 1) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: inputs up to %s in magnitude, but up to %s in %s: the parts have different scales; save both with one type and scale"
            .formatted(array.name(), number(largest), number(train.largest), train.array.name()));
  }

  private static boolean looksChannelsFirst(int[] dims) {
    return dims.length == 4 && isChannels(dims[1]) && dims[2] > 4 && dims[3] > 4;
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3 || size == 4;
  }

  /** Shape of one input, after checking that there are inputs and that they are not empty. */
  public static Shape shape(NamedArray x, boolean channelsFirst) throws DataException {
    int[] dims = x.header().dims();
    if (x.header().type.isText()) {
      throw x.refused(x.header() + "; expected numbers as inputs; check which file holds what");
    }
    if (dims.length < 2) {
      throw x.refused(
          x.header()
              + "; expected samples x features, images x height x width, or images x height x width"
              + " x channels; reshape the array");
    }
    if (dims[0] == 0) {
      throw x.refused(x.header() + ": there are no samples; write the file again");
    }
    if (x.header().rowSize() == 0) {
      throw x.refused(
          x.header()
              + ": images of size 0; write the file again, with a height and width of at least 1");
    }
    return channelsFirst && dims.length == 4
        ? Shape.of(dims[2], dims[3], dims[1])
        : SampleShapes.image(dims);
  }

  /** The smallest and the largest value, after checking that all are numbers. */
  private static double[] range(NamedArray x) throws DataException {
    float[] row = new float[x.header().rowSize()];
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < x.header().rows(); i++) {
      x.array().readRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        float value = row[j];
        if (!Float.isFinite(value)) {
          throw x.refused(
              "%s at %s is not a finite float32 number, and training would end in the first step that meets it; replace it, for example with numpy.nan_to_num(x), or leave the sample out"
                  .formatted(value, place(x.header().dims(), i, j)));
        }
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return new double[] {min, max};
  }

  /** As Python indexes the array, such as {@code [17, 3, 4, 0]}. */
  private static String place(int[] dims, int row, int offset) {
    StringBuilder text = new StringBuilder("]");
    int rest = offset;
    for (int axis = dims.length - 1; axis > 0; axis--) {
      text.insert(0, ", " + rest % dims[axis]);
      rest /= dims[axis];
    }
    return text.insert(0, "[" + row).toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
