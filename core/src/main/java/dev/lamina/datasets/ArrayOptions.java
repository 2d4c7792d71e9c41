package dev.lamina.datasets;

import java.util.Optional;
import java.util.OptionalDouble;

/** The part of {@link DataOptions} that is about arrays in files. */
record ArrayOptions(
    OptionalDouble divisor,
    int firstLabel,
    Optional<Boolean> channelsFirst,
    boolean oneHotToLabels) {

  static final ArrayOptions DEFAULTS =
      new ArrayOptions(OptionalDouble.empty(), 0, Optional.empty(), false);

  ArrayOptions withDivisor(double changed) {
    return new ArrayOptions(OptionalDouble.of(changed), firstLabel, channelsFirst, oneHotToLabels);
  }

  ArrayOptions withFirstLabel(int changed) {
    return new ArrayOptions(divisor, changed, channelsFirst, oneHotToLabels);
  }

  ArrayOptions withChannelsFirst(boolean changed) {
    return new ArrayOptions(divisor, firstLabel, Optional.of(changed), oneHotToLabels);
  }

  ArrayOptions withOneHotToLabels(boolean changed) {
    return new ArrayOptions(divisor, firstLabel, channelsFirst, changed);
  }
}
