package dev.lamina.datasets.samples;

import java.util.Optional;
import java.util.OptionalDouble;

/** The part of {@code DataOptions} that is about arrays in files. */
public record ArrayOptions(
    OptionalDouble divisor,
    int firstLabel,
    Optional<Boolean> channelsFirst,
    boolean oneHotToLabels) {

  /** What holds where nothing is said. */
  public static final ArrayOptions DEFAULTS =
      new ArrayOptions(OptionalDouble.empty(), 0, Optional.empty(), false);

  /** The same with another divisor of inputs. */
  public ArrayOptions withDivisor(double changed) {
    return new ArrayOptions(OptionalDouble.of(changed), firstLabel, channelsFirst, oneHotToLabels);
  }

  /** The same with another number of the first class. */
  public ArrayOptions withFirstLabel(int changed) {
    return new ArrayOptions(divisor, changed, channelsFirst, oneHotToLabels);
  }

  /** The same with another order of axes. */
  public ArrayOptions withChannelsFirst(boolean changed) {
    return new ArrayOptions(divisor, firstLabel, Optional.of(changed), oneHotToLabels);
  }

  /** The same, with one-hot targets made labels or left as they are. */
  public ArrayOptions withOneHotToLabels(boolean changed) {
    return new ArrayOptions(divisor, firstLabel, channelsFirst, changed);
  }
}
